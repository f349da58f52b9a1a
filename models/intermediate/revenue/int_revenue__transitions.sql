{{ config(materialized='view') }}

{% set ordering = 'moved_on asc nulls last, row_kind asc nulls last' %}

with states as (

    select * from {{ ref('int_revenue__states') }}

),

spans as (

    select * from {{ ref('int_revenue__subscription_spans') }}

),

-- The end of a subscription that stops without a cancellation of its own.
with_stops as (

    select
        change_id,
        row_kind,
        subscription_id,
        account_id,
        product_line,
        change_type,
        moved_on,
        order_id,
        plan,
        quantity,
        is_paused,
        is_suspended,
        mrr,
        list_mrr
    from states
    union all
    select
        concat_ws('', 'stop:', subscription_id) as change_id,
        'stop' as row_kind,
        subscription_id,
        account_id,
        product_line,
        'cancel' as change_type,
        stops_on as moved_on,
        cast(null as varchar) as order_id,
        cast(null as varchar) as plan,
        cast(0 as decimal(38, 10)) as quantity,
        false as is_paused,
        false as is_suspended,
        cast(0 as decimal(28, 8)) as mrr,
        cast(null as decimal(28, 8)) as list_mrr
    from spans
    where stops_on > first_on and not is_handed_over

),

last_states as (

    select
        spans.successor_id,
        states.mrr,
        states.quantity,
        states.plan,
        states.list_mrr,
        states.is_paused,
        states.is_suspended,
        row_number() over (
            partition by states.subscription_id
            order by states.moved_on desc nulls last, states.row_kind desc nulls last
        ) as recency
    from states
    inner join spans
        on states.subscription_id = spans.subscription_id and spans.is_handed_over

),

sequenced as (

    select
        *,
        lag(moved_on) over (partition by subscription_id order by {{ ordering }}) as last_moved_on,
        lag(mrr) over (partition by subscription_id order by {{ ordering }}) as last_mrr,
        lag(quantity) over (partition by subscription_id order by {{ ordering }}) as last_quantity,
        lag(plan) over (partition by subscription_id order by {{ ordering }}) as last_plan,
        lag(list_mrr) over (partition by subscription_id order by {{ ordering }}) as last_list_mrr,
        lag(is_suspended) over (partition by subscription_id order by {{ ordering }})
            as was_suspended
    from with_stops

),

final as (

    select
        sequenced.change_id,
        sequenced.row_kind,
        sequenced.subscription_id,
        sequenced.account_id,
        sequenced.product_line,
        sequenced.change_type,
        sequenced.moved_on,
        sequenced.order_id,
        sequenced.last_moved_on is null and last_states.successor_id is null as is_start,
        last_states.successor_id is not null as is_continuation,
        sequenced.is_paused or sequenced.is_suspended as is_paused,
        coalesce(sequenced.was_suspended, false) as was_suspended,
        coalesce(sequenced.last_mrr, last_states.mrr, 0) as opening_mrr,
        sequenced.mrr as closing_mrr,
        coalesce(sequenced.last_quantity, last_states.quantity) as opening_quantity,
        sequenced.quantity as closing_quantity,
        coalesce(sequenced.last_plan, last_states.plan) as opening_plan,
        sequenced.plan as closing_plan,
        coalesce(sequenced.last_list_mrr, last_states.list_mrr) as opening_list_mrr,
        sequenced.list_mrr as closing_list_mrr
    from sequenced
    left join last_states
        on sequenced.subscription_id = last_states.successor_id
            and sequenced.last_moved_on is null
            and last_states.recency = 1

)

select * from final
