{{ config(materialized='view') }}

with months as (

    select * from {{ ref('int_failure_modes__months') }}

),

-- The last month of a quarter speaks for it; the open quarter stands as of today.
final as (

    select
        cast({{ dbt.date_trunc('quarter', 'as_of_month') }} as date) as quarter,
        max(as_of_month) as as_of_month,
        max(as_of_on) as as_of_on
    from months
    group by cast({{ dbt.date_trunc('quarter', 'as_of_month') }} as date)

)

select * from final
