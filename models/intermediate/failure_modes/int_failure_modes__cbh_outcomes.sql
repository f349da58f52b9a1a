{{ config(meta={
    'reads_current_state': 'fit to the ideal customer is only known as of today; it decides who is judged'
}) }}

with value_reached as (

    select * from {{ ref('int_failure_modes__cbh_value_reached') }}
    where not is_bought_before

),

acts as (

    select * from {{ ref('int_failure_modes__cbh_acts') }}
    where act_kind in ('motion', 'open_deal')

),

thresholds as (

    select * from {{ ref('int_failure_modes__cbh_thresholds') }}
    where is_base

),

settings as (

    select * from {{ ref('int_failure_modes__cbh_settings') }}

),

event_days as (

    select * from {{ ref('int_product__event_days') }}

),

account_classes as (

    select * from {{ ref('int_identity__account_classes') }}

),

-- An order is what a motion may lead to, so that it is no motion here.
first_acts as (

    select
        value_reached.account_id,
        value_reached.product_line,
        min(acts.act_at) as first_commercial_at,
        min(case when acts.actor_kind = 'product' then acts.act_at end) as first_product_act_at,
        min(case when acts.motion_kind <> 'self_serve_order' then acts.act_at end)
            as first_motion_at
    from value_reached
    cross join thresholds
    inner join acts
        on value_reached.account_id = acts.account_id
            and value_reached.product_line = acts.product_line
    where
        {{ dbt.dateadd('day', 'thresholds.prior_motion_days', 'acts.act_at') }}
        >= value_reached.value_reached_at
    group by value_reached.account_id, value_reached.product_line

),

usage_at_value as (

    select
        value_reached.account_id,
        value_reached.product_line,
        sum(event_days.event_count) as events
    from value_reached
    cross join settings
    inner join event_days
        on value_reached.account_id = event_days.account_id
            and value_reached.value_reached_on >= event_days.used_on
            and {{ dbt.datediff('event_days.used_on', 'value_reached.value_reached_on', 'day') }}
            < settings.usage_days
    group by value_reached.account_id, value_reached.product_line

),

final as (

    select
        value_reached.account_id,
        value_reached.product_line,
        value_reached.peer_group,
        coalesce(account_classes.icp_grade, 'unknown') as icp_grade,
        coalesce(account_classes.icp_grade, 'unknown') <> 'D' as is_judged,
        cast(coalesce(usage_at_value.events, 0) as bigint) as usage_at_value,
        value_reached.value_reached_at,
        value_reached.value_reached_on,
        cast(
            least(
                coalesce(first_acts.first_commercial_at, value_reached.bought_at),
                coalesce(value_reached.bought_at, first_acts.first_commercial_at)
            ) as timestamp
        ) as first_commercial_at,
        first_acts.first_product_act_at,
        first_acts.first_motion_at,
        cast(value_reached.bought_at as date) as bought_on,
        value_reached.bought_at
    from value_reached
    left join first_acts
        on value_reached.account_id = first_acts.account_id
            and value_reached.product_line = first_acts.product_line
    left join usage_at_value
        on value_reached.account_id = usage_at_value.account_id
            and value_reached.product_line = usage_at_value.product_line
    left join account_classes on value_reached.account_id = account_classes.account_id

)

select * from final
