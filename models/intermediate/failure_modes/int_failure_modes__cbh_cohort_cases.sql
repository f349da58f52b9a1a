with states as (

    select * from {{ ref('int_failure_modes__cbh_states') }}
    where is_base and state <> 'none'

),

months as (

    select * from {{ ref('int_failure_modes__months') }}

),

outcomes as (

    select * from {{ ref('int_failure_modes__cbh_outcomes') }}

),

settings as (

    select * from {{ ref('int_failure_modes__cbh_settings') }}

),

-- A cohort is judged at the first month end at which its youngest case has matured, so that every
-- cohort is judged at the same age; one that has not is judged today.
judged_at as (

    select
        cohorts.as_of_month as cohort_month,
        coalesce(
            min(
                case
                    when {{ dbt.datediff('cohorts.as_of_on', 'months.as_of_on', 'day') }}
                        >= settings.maturity_days
                        then months.as_of_month
                end
            ),
            max(months.as_of_month)
        ) as as_of_month,
        max({{ dbt.datediff('cohorts.as_of_on', 'months.as_of_on', 'day') }})
        >= max(settings.maturity_days) as is_mature
    from months as cohorts
    cross join settings
    inner join months on cohorts.as_of_month <= months.as_of_month
    group by cohorts.as_of_month

),

cases as (

    select
        judged_at.cohort_month,
        judged_at.is_mature,
        months.as_of_on as judged_on,
        states.account_id,
        states.product_line,
        states.peer_group,
        states.state,
        states.icp_grade,
        states.blocked_by,
        coalesce(
            {{ dbt.datediff('outcomes.value_reached_on', 'outcomes.first_product_act_at', 'day') }}
            <= settings.product_start_days,
            false
        ) as is_product_started
    from judged_at
    cross join settings
    inner join months on judged_at.as_of_month = months.as_of_month
    inner join states
        on judged_at.as_of_month = states.as_of_month
            and judged_at.cohort_month
            = cast({{ dbt.date_trunc('month', 'states.value_reached_on') }} as date)
    left join outcomes
        on states.account_id = outcomes.account_id
            and states.product_line = outcomes.product_line

),

final as (
    {% for group in ['peer_group', "'all'"] %}
    select
        cohort_month,
        is_mature,
        judged_on,
        account_id,
        product_line,
        {{ group }} as peer_group,
        state,
        is_product_started,
        icp_grade = 'D' or state = 'not_assessable' or blocked_by is not null as is_left_out
    from cases
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from final
