with states as (

    select * from {{ ref('int_failure_modes__cbh_states') }}

),

thresholds as (

    select * from {{ ref('int_failure_modes__cbh_thresholds') }}

),

settings as (

    select * from {{ ref('int_failure_modes__cbh_settings') }}

),

-- The cohorts that have matured and are not dormant yet; fit below the minimum is nobody's rate.
placed as (

    select
        states.*,
        coalesce(
            states.icp_grade <> 'D'
            and states.state not in ('none', 'not_assessable')
            and states.days_since_value >= settings.maturity_days
            and states.days_since_value <= thresholds.max_age_days,
            false
        ) as is_counted
    from states
    cross join settings
    inner join thresholds on states.scenario_id = thresholds.scenario_id

),

grouped as (
    {% for group in ['peer_group', "'all'"] %}
    select
        scenario_id,
        is_base,
        as_of_month,
        as_of_on,
        {{ group }} as peer_group,
        state,
        blocked_by,
        is_present,
        is_counted,
        icp_grade
    from placed
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

final as (

    select
        scenario_id,
        is_base,
        as_of_month,
        as_of_on,
        peer_group,
        sum(case when is_present then 1 else 0 end) as holes,
        sum(case when is_present and icp_grade = 'unknown' then 1 else 0 end)
            as holes_of_unknown_fit,
        sum(case when is_counted and blocked_by is null then 1 else 0 end) as matured,
        sum(case when is_counted and is_present then 1 else 0 end) as matured_holes,
        sum(
            case
                when is_counted
                    and state in ('rescued_by_human', 'converted_by_product', 'converted_other')
                    then 1
                else 0
            end
        ) as matured_converted,
        sum(case when is_counted and state = 'rescued_by_human' then 1 else 0 end)
            as matured_rescued
    from grouped
    group by scenario_id, is_base, as_of_month, as_of_on, peer_group

)

select * from final
