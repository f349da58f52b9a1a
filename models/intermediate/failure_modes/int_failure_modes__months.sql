with months as (

    select * from {{ ref('int_revenue__months') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- A month stands as of its last day; the open month as of today.
final as (

    select
        months.month as as_of_month,
        cast(
            least(
                {{ dbt.dateadd('day', -1, dbt.dateadd('month', 1, 'months.month')) }},
                as_of.as_of_on
            ) as date
        ) as as_of_on,
        months.month = {{ dbt.date_trunc('month', 'as_of.as_of_on') }} as is_current
    from months
    cross join as_of

)

select * from final
