with candidates as (

    select * from {{ ref('int_attribution__candidates') }}

),

orders as (

    select * from {{ ref('int_attribution__startable_orders') }}

),

order_queues as (

    select * from {{ ref('int_attribution__order_queues') }}

),

scenarios as (

    select * from {{ ref('int_attribution__scenarios') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

widest as (

    select coalesce(max(lookback_days), 0) as lookback_days from scenarios

),

-- What names an order serves that one, unless it came after it.
named as (

    select
        candidates.*,
        orders.order_number as linked_number
    from candidates
    left join orders
        on candidates.account_id = orders.account_id
            and candidates.linked_order_id = orders.order_id
            and candidates.started_at <= orders.ordered_at

),

-- All else serves the first order at or after it.
served as (

    select
        named.*,
        coalesce(named.linked_number, order_queues.order_number) as order_number,
        named.linked_number is not null as is_linked
    from named
    left join order_queues
        on named.account_id = order_queues.account_id
            and coalesce(named.product_line, 'every line') = order_queues.queue
            and named.can_serve_renewals = order_queues.can_serve_renewals
            and named.serves_from_at <= order_queues.ordered_at
            and coalesce(named.serves_from_at > order_queues.last_ordered_at, true)

),

paired as (

    select
        served.*,
        orders.order_id,
        orders.lookback_days,
        {{ dbt.datediff('served.started_at', 'orders.ordered_at', 'second') }} as seconds_before
    from served
    inner join orders
        on served.account_id = orders.account_id and served.order_number = orders.order_number

),

final as (

    select
        paired.account_id,
        paired.order_id,
        row_number() over (
            partition by paired.account_id, paired.order_number
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
    where paired.seconds_before <= greatest(paired.lookback_days, widest.lookback_days) * 86400
        and (
            not paired.is_shown_only
            or paired.seconds_before <= parameters.prompt_to_order_days * 86400
        )

)

select * from final
