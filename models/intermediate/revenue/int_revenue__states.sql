with revalued_states as (

    select * from {{ ref('int_revenue__revalued_states') }}

),

spans as (

    select * from {{ ref('int_revenue__subscription_spans') }}

),

past_due_spells as (

    select * from {{ ref('int_revenue__past_due_spells') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- Nothing counts while an invoice of the subscription is unpaid beyond its grace.
known_states as (

    select
        revalued_states.*,
        past_due_spells.suspended_on is not null as is_suspended
    from revalued_states
    left join past_due_spells
        on revalued_states.subscription_id = past_due_spells.subscription_id
            and revalued_states.moved_on >= past_due_spells.suspended_on
            and revalued_states.moved_on < past_due_spells.resumed_on

),

-- The days on which a suspension begins or ends between two states.
turns as (

    select
        subscription_id,
        suspended_on as turns_on,
        true as is_suspended
    from past_due_spells
    union all
    select
        past_due_spells.subscription_id,
        past_due_spells.resumed_on as turns_on,
        false as is_suspended
    from past_due_spells
    inner join as_of on past_due_spells.resumed_on <= as_of.as_of_on

),

held as (

    select
        revalued_states.*,
        lead(revalued_states.moved_on) over (
            partition by revalued_states.subscription_id
            order by
                revalued_states.moved_on asc nulls last,
                revalued_states.row_kind asc nulls last
        ) as next_moved_on,
        spans.stops_on
    from revalued_states
    inner join (select distinct subscription_id from turns) as turned
        on revalued_states.subscription_id = turned.subscription_id
    inner join spans on revalued_states.subscription_id = spans.subscription_id

),

final as (

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
        is_ended,
        is_paused,
        is_suspended,
        case when is_suspended then cast(0 as decimal(28, 8)) else mrr end as mrr,
        list_mrr
    from known_states
    union all
    select
        concat_ws('', 'past_due:', held.subscription_id, ':', cast(turns.turns_on as varchar))
            as change_id,
        'past_due' as row_kind,
        held.subscription_id,
        held.account_id,
        held.product_line,
        held.change_type,
        turns.turns_on as moved_on,
        cast(null as varchar) as order_id,
        held.plan,
        held.quantity,
        held.is_ended,
        held.is_paused,
        turns.is_suspended,
        case when turns.is_suspended then cast(0 as decimal(28, 8)) else held.mrr end as mrr,
        held.list_mrr
    from held
    inner join turns
        on held.subscription_id = turns.subscription_id
            and held.moved_on < turns.turns_on
            and (held.next_moved_on is null or held.next_moved_on > turns.turns_on)
            and (held.stops_on is null or held.stops_on > turns.turns_on)

)

select * from final
