with staged_changes as (

    select * from {{ ref('stg_billing__subscription_changes') }}

),

changes as (

    select * from {{ ref('int_revenue__changes') }}

),

change_pieces as (

    select * from {{ ref('int_revenue__change_pieces') }}

),

day_states as (

    select * from {{ ref('int_revenue__day_states') }}

),

spans as (

    select * from {{ ref('int_revenue__subscription_spans') }}

),

landed as (

    select distinct change_id
    from change_pieces
    where row_kind = 'change'

),

-- Rows whose subscription or customer is not in the inputs.
unplaced as (

    select staged_changes.*
    from staged_changes
    left join changes on staged_changes.change_id = changes.change_id
    where changes.change_id is null

),

unmoved as (

    select
        changes.change_id,
        changes.history_source,
        changes.subscription_id,
        changes.change_type,
        changes.effective_on,
        case
            when changes.exclusion_reason is not null then changes.exclusion_reason
            when spans.stops_on <= changes.booked_on and spans.is_handed_over
                then 'subscription_replaced'
            when spans.stops_on <= changes.booked_on then 'subscription_ended'
            when day_states.change_id is null then 'superseded_same_day'
            when day_states.is_paused then 'while_paused'
            when day_states.mrr = 0 then 'nothing_paid'
            else 'no_mrr_effect'
        end as exclusion_reason
    from changes
    left join landed on changes.change_id = landed.change_id
    left join spans on changes.subscription_id = spans.subscription_id
    left join day_states on changes.change_id = day_states.change_id
    where landed.change_id is null

),

final as (

    select
        change_id,
        history_source,
        subscription_id,
        change_type,
        effective_on,
        exclusion_reason
    from unmoved
    union all
    select
        change_id,
        'changes' as history_source,
        subscription_id,
        change_type,
        effective_on,
        'no_subscription' as exclusion_reason
    from unplaced

)

select * from final
