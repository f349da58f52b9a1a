with account_days as (

    select * from {{ ref('int_revenue__account_days') }}

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

bounds as (

    select
        cast({{ dbt.date_trunc('month', 'min(account_days.moved_on)') }} as date) as first_month,
        cast({{ dbt.date_trunc('month', 'max(as_of.as_of_on)') }} as date) as last_month
    from account_days
    cross join as_of

),

final as (

    select
        cast({{ dbt.dateadd('month', 'numbers.months_on', 'bounds.first_month') }} as date)
            as month
    from bounds
    inner join numbers
        on numbers.months_on <= {{ dbt.datediff('bounds.first_month', 'bounds.last_month', 'month') }}

)

select * from final
