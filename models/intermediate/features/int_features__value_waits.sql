with outcomes as (

    select * from {{ ref('int_failure_modes__cbh_outcomes') }}
    where is_judged

),

months as (

    select * from {{ ref('int_failure_modes__months') }}

),

-- Cohorts by the month of value, as of today; and at the end of each quarter what reached value in
-- its twelve months, as of then.
periods as (

    select
        'cohort_month' as period_kind,
        cohorts.as_of_month as period_from,
        cohorts.as_of_month as first_on,
        cohorts.as_of_on as last_on,
        today.as_of_on as watched_until_on
    from months as cohorts
    cross join months as today
    where today.is_current
    union all
    select
        'quarter' as period_kind,
        cast({{ dbt.date_trunc('quarter', 'as_of_month') }} as date) as period_from,
        cast(
            {{ dbt.dateadd('day', 1, dbt.dateadd('month', -12, 'as_of_on')) }} as date
        ) as first_on,
        as_of_on as last_on,
        as_of_on as watched_until_on
    from months
    where is_current
        or {{ dbt.date_trunc('quarter', 'as_of_month') }}
        <> {{ dbt.date_trunc('quarter', dbt.dateadd('month', 1, 'as_of_month')) }}

),

watched as (

    select
        periods.period_kind,
        periods.period_from,
        outcomes.peer_group,
        outcomes.account_id,
        outcomes.product_line,
        coalesce(cast(outcomes.first_commercial_at as date) <= periods.watched_until_on, false)
            as has_happened,
        greatest(
            0,
            case
                when cast(outcomes.first_commercial_at as date) <= periods.watched_until_on
                    then
                        {{ dbt.datediff(
                            'outcomes.value_reached_on', 'outcomes.first_commercial_at', 'day'
                        ) }}
                else
                    {{ dbt.datediff(
                        'outcomes.value_reached_on', 'periods.watched_until_on', 'day'
                    ) }}
            end
        ) as days_waited
    from periods
    inner join outcomes
        on outcomes.value_reached_on between periods.first_on and periods.last_on

),

final as (
    {% for group in ['peer_group', "'all'"] %}
    select
        period_kind,
        period_from,
        {{ group }} as peer_group,
        account_id,
        product_line,
        has_happened,
        cast(days_waited as bigint) as days_waited
    from watched
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from final
