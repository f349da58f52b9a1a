-- Stands in until the value index is there.
with accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

final as (

    select
        as_of_month,
        account_id,
        cast(null as double) as value_trend
    from accounts

)

select * from final
