with as_of_dates as (

    select * from {{ ref('int_features__as_of_dates') }}

),

settings as (

    select * from {{ ref('int_features__settings') }}

),

digits as (
    {% for digit in range(10) %}
    select cast({{ digit }} as bigint) as digit{{ ' union all' if not loop.last }}
    {%- endfor %}

),

numbers as (

    select ones.digit + 10 * tens.digit as days_before
    from digits as ones
    cross join digits as tens

),

-- A day is looked up by equality, so that no window costs more than one pass over the facts.
final as (

    select
        as_of_dates.as_of_on,
        numbers.days_before,
        cast({{ dbt.dateadd('day', '-numbers.days_before', 'as_of_dates.as_of_on') }} as date)
            as day_on
    from as_of_dates
    cross join settings
    inner join numbers on numbers.days_before < settings.active_user_days

)

select * from final
