with acts as (

    select * from {{ ref('int_failure_modes__cbh_acts') }}

),

value_reached as (

    select * from {{ ref('int_failure_modes__cbh_value_reached') }}
    where not is_bought_before

),

thresholds as (

    select * from {{ ref('int_failure_modes__cbh_thresholds') }}

),

-- At one moment the product's act stands before a person's.
in_window as (

    select
        thresholds.scenario_id,
        value_reached.account_id,
        value_reached.product_line,
        acts.act_kind,
        acts.motion_kind,
        acts.act_id,
        acts.actor_kind,
        acts.act_at,
        case when acts.act_kind in ('motion', 'open_deal') then 'motion' else acts.act_kind end
            as act_group
    from thresholds
    cross join value_reached
    inner join acts
        on value_reached.account_id = acts.account_id
            and value_reached.product_line = acts.product_line
    where
        {{ dbt.dateadd('day', 'thresholds.prior_motion_days', 'acts.act_at') }}
        >= value_reached.value_reached_at

),

ranked as (

    select
        *,
        row_number() over (
            partition by scenario_id, account_id, product_line, act_group
            order by
                act_at asc nulls last,
                case actor_kind
                    when 'product' then 0 when 'human' then 1 when 'customer' then 2 else 3
                end asc nulls last,
                motion_kind asc nulls last,
                act_id asc nulls last
        ) as place
    from in_window

),

final as (

    select
        scenario_id,
        account_id,
        product_line,
        max(case when act_group = 'motion' then act_at end) as first_motion_at,
        max(case when act_group = 'motion' then act_id end) as first_motion_id,
        max(case when act_group = 'motion' then motion_kind end) as first_motion_kind,
        max(case when act_group = 'motion' then actor_kind end) as first_motion_actor,
        max(case when act_group = 'signal' then act_at end) as first_signal_at,
        max(case when act_group = 'signal' then act_id end) as first_signal_id,
        max(case when act_group = 'ask' then act_at end) as first_ask_at,
        max(case when act_group = 'ask' then act_id end) as first_ask_id,
        max(case when act_group = 'shown' then act_at end) as first_shown_at,
        max(case when act_group = 'shown' then act_id end) as first_shown_id
    from ranked
    where place = 1
    group by scenario_id, account_id, product_line

)

select * from final
