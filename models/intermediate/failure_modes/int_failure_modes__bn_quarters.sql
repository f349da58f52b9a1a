with months as (

    select * from {{ ref('int_failure_modes__months') }}

),

ranked as (

    select
        as_of_month,
        as_of_on,
        cast({{ dbt.date_trunc('quarter', 'as_of_month') }} as date) as quarter,
        row_number() over (
            partition by cast({{ dbt.date_trunc('quarter', 'as_of_month') }} as date)
            order by as_of_month desc nulls last
        ) as recency
    from months

),

final as (

    select
        quarter,
        as_of_month,
        as_of_on
    from ranked
    where recency = 1

)

select * from final
