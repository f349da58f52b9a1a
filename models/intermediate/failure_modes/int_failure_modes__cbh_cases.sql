{{ config(meta={
    'reads_current_state': 'fit to the ideal customer is only known as of today; it decides who is judged'
}) }}

with scenario_months as (

    select * from {{ ref('int_failure_modes__scenario_months') }}
    where failure_mode = 'conversion_black_holes'

),

thresholds as (

    select * from {{ ref('int_failure_modes__cbh_thresholds') }}

),

value_reached as (

    select * from {{ ref('int_failure_modes__cbh_value_reached') }}

),

first_acts as (

    select * from {{ ref('int_failure_modes__cbh_first_acts') }}

),

value_days as (

    select * from {{ ref('int_failure_modes__cbh_value_days') }}

),

account_classes as (

    select * from {{ ref('int_identity__account_classes') }}

),

-- What was on record at the end of the month; a case enters on the day value was reached.
final as (

    select
        scenario_months.scenario_id,
        scenario_months.is_base,
        scenario_months.as_of_month,
        scenario_months.as_of_on,
        scenario_months.is_current,
        value_reached.account_id,
        value_reached.product_line,
        value_reached.peer_group,
        value_reached.entry_model,
        coalesce(account_classes.icp_grade, 'unknown') as icp_grade,
        value_reached.value_reached_at,
        value_reached.value_reached_on,
        value_reached.is_bought_before,
        case
            when cast(value_reached.bought_at as date) <= scenario_months.as_of_on
                then value_reached.bought_at
        end as bought_at,
        value_reached.order_id,
        value_reached.initiation,
        value_reached.initiated_by,
        value_days.value_on as last_value_on,
        {{ dbt.datediff('value_reached.value_reached_on', 'scenario_months.as_of_on', 'day') }}
            as days_since_value,
        {{ dbt.datediff('value_days.value_on', 'scenario_months.as_of_on', 'day') }}
            as days_since_last_value,
        case value_reached.peer_group
            when 'pilot' then thresholds.grace_days_pilot
            when 'assisted' then thresholds.grace_days_assisted
            else thresholds.grace_days_self_serve
        end as grace_days,
        thresholds.max_age_days,
        thresholds.still_active_days,
        {%- for act in ['motion', 'signal', 'ask', 'shown'] %}
        case
            when cast(first_acts.first_{{ act }}_at as date) <= scenario_months.as_of_on
                then first_acts.first_{{ act }}_at
        end as first_{{ act }}_at,
        first_acts.first_{{ act }}_id,
        {%- endfor %}
        first_acts.first_motion_kind,
        first_acts.first_motion_actor
    from scenario_months
    inner join thresholds on scenario_months.scenario_id = thresholds.scenario_id
    inner join value_reached on scenario_months.as_of_on >= value_reached.value_reached_on
    inner join value_days
        on value_reached.account_id = value_days.account_id
            and value_reached.product_line = value_days.product_line
            and scenario_months.as_of_on >= value_days.value_on
            and coalesce(scenario_months.as_of_on < value_days.next_value_on, true)
    left join first_acts
        on scenario_months.scenario_id = first_acts.scenario_id
            and value_reached.account_id = first_acts.account_id
            and value_reached.product_line = first_acts.product_line
    left join account_classes on value_reached.account_id = account_classes.account_id

)

select * from final
