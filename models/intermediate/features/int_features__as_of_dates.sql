with workspaces as (

    select * from {{ ref('stg_product__workspaces') }}

),

revenue_months as (

    select * from {{ ref('int_revenue__months') }}

),

settings as (

    select * from {{ ref('int_features__settings') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

digits as (
    {% for digit in range(10) %}
    select cast({{ digit }} as bigint) as digit{{ ' union all' if not loop.last }}
    {%- endfor %}

),

numbers as (

    select ones.digit + 10 * tens.digit + 100 * hundreds.digit as months_back
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds

),

-- Whichever is older: the first workspace or the first revenue.
beginnings as (

    select min(created_at) as begins_at from workspaces
    union all
    select cast(min(month) as timestamp) as begins_at from revenue_months

),

bounds as (

    select
        cast({{ dbt.date_trunc('month', 'as_of.as_of_on') }} as date) as last_month,
        cast({{ dbt.date_trunc('month', 'min(beginnings.begins_at)') }} as date) as first_month,
        as_of.as_of_on
    from beginnings
    cross join as_of
    group by as_of.as_of_on

),

months as (

    select
        cast({{ dbt.dateadd('month', '-numbers.months_back', 'bounds.last_month') }} as date)
            as as_of_month,
        bounds.as_of_on as today_on
    from bounds
    cross join settings
    inner join numbers on numbers.months_back < settings.score_history_months
    where
        {{ dbt.datediff('bounds.first_month', 'bounds.last_month', 'month') }}
        >= numbers.months_back

),

dated as (

    select
        as_of_month,
        today_on,
        cast(least({{ dbt.last_day('as_of_month', 'month') }}, today_on) as date) as as_of_on
    from months

),

final as (

    select
        as_of_on,
        as_of_month,
        as_of_on = today_on as is_current,
        as_of_on = {{ dbt.last_day('as_of_on', 'quarter') }} as is_quarter_end
    from dated

)

select * from final
