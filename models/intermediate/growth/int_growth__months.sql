with signups as (

    select * from {{ ref('int_growth__signups') }}

),

revenue_months as (

    select * from {{ ref('int_revenue__months') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

digits as (
    {% for digit in range(10) %}
    select cast({{ digit }} as bigint) as digit{{ ' union all' if not loop.last }}
    {%- endfor %}

),

-- Every number below a thousand: eighty years of months.
numbers as (

    select ones.digit + 10 * tens.digit + 100 * hundreds.digit as months_on
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds

),

beginnings as (

    select cast({{ dbt.date_trunc('month', 'signed_up_at') }} as date) as month
    from signups
    union all
    select month
    from revenue_months
    union all
    select cast({{ dbt.date_trunc('month', 'as_of_on') }} as date) as month
    from as_of

),

bounds as (

    select
        min(month) as first_month,
        max(month) as last_month
    from beginnings

),

months as (

    select
        cast({{ dbt.dateadd('month', 'numbers.months_on', 'bounds.first_month') }} as date)
            as month
    from bounds
    inner join numbers
        on numbers.months_on
            <= {{ dbt.datediff('bounds.first_month', 'bounds.last_month', 'month') }}

),

-- A month stands as of its last day; the open month as of today.
final as (

    select
        months.month,
        cast({{ dbt.date_trunc('quarter', 'months.month') }} as date) as quarter,
        cast(
            least(
                {{ dbt.dateadd('day', -1, dbt.dateadd('month', 1, 'months.month')) }},
                as_of.as_of_on
            ) as date
        ) as ends_on
    from months
    cross join as_of

)

select * from final
