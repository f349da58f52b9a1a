with candidates as (

    select * from {{ ref('int_attribution__candidates') }}

),

orders as (

    select * from {{ ref('int_attribution__startable_orders') }}

),

served_orders as (

    select * from {{ ref('int_attribution__served_orders') }}

),

scenarios as (

    select * from {{ ref('int_attribution__scenarios') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

widest as (

    select max(lookback_days) as lookback_days from scenarios

),

-- What names its order serves that one; all else serves the first order after it.
linked as (

    select
        candidates.candidate_id,
        candidates.started_at,
        orders.account_id,
        orders.order_number
    from candidates
    inner join orders
        on candidates.account_id = orders.account_id
            and candidates.linked_order_id = orders.order_id
            and candidates.started_at <= orders.ordered_at

),

paired as (

    select
        candidates.candidate_id,
        candidates.side,
        candidates.trigger_kind,
        candidates.trigger_id,
        candidates.started_at,
        candidates.is_shown_only,
        candidates.is_completed,
        candidates.is_auto_opened,
        candidates.is_commercial,
        linked.candidate_id is not null as is_linked,
        orders.account_id,
        orders.order_id,
        orders.ordered_at,
        orders.lookback_days,
        {{ dbt.datediff('candidates.started_at', 'orders.ordered_at', 'second') }} as seconds_before
    from candidates
    left join linked
        on candidates.candidate_id = linked.candidate_id
            and candidates.account_id = linked.account_id
            and candidates.started_at = linked.started_at
    left join served_orders
        on candidates.candidate_id = served_orders.candidate_id
            and candidates.account_id = served_orders.account_id
            and candidates.started_at = served_orders.started_at
    inner join orders
        on candidates.account_id = orders.account_id
            and coalesce(linked.order_number, served_orders.order_number) = orders.order_number

),

final as (

    select
        paired.account_id,
        paired.order_id,
        row_number() over (
            partition by paired.account_id, paired.order_id
            order by
                paired.started_at asc nulls last,
                paired.is_linked desc nulls last,
                paired.is_shown_only asc nulls last,
                paired.candidate_id asc nulls last
        ) as evidence_number,
        paired.candidate_id,
        paired.side,
        paired.trigger_kind,
        paired.trigger_id,
        paired.started_at,
        paired.seconds_before,
        paired.lookback_days,
        paired.is_shown_only,
        paired.is_completed,
        paired.is_auto_opened,
        paired.is_commercial,
        paired.is_linked
    from paired
    cross join parameters
    cross join widest
    where paired.seconds_before
        <= greatest(paired.lookback_days, coalesce(widest.lookback_days, 0)) * 86400
        and (
            not paired.is_shown_only
            or paired.seconds_before <= parameters.prompt_to_order_days * 86400
        )

)

select * from final
