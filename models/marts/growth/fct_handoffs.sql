with handoffs as (

    select * from {{ ref('int_growth__handoffs') }}

),

touches as (

    select * from {{ ref('int_growth__handoff_touches') }}

),

outcomes as (

    select * from {{ ref('int_growth__handoff_outcomes') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

joined as (

    select
        handoffs.*,
        touches.first_touched_at,
        coalesce(touches.touch_count, 0) as touch_count,
        coalesce(touches.is_collision, false) as is_collision,
        outcomes.accepted_at,
        outcomes.opportunity_id,
        outcomes.deal_result,
        outcomes.self_served_at,
        cast(
            {{ dbt.datediff('handoffs.delivered_at', 'touches.first_touched_at', 'second') }}
            as double
        ) / 3600 as hours_to_touch,
        cast({{ dbt.datediff('handoffs.delivered_at', 'as_of.as_of_at', 'second') }} as double)
        / 3600 as hours_so_far,
        settings.handoff_sla_hours_1,
        settings.handoff_sla_hours_2
    from handoffs
    cross join settings
    cross join as_of
    left join touches on handoffs.handoff_id = touches.handoff_id
    left join outcomes on handoffs.handoff_id = outcomes.handoff_id

),

-- The first state that holds; a later fact moves a hand-off on, never back.
stated as (

    select
        *,
        case
            when accepted_at is not null then coalesce(deal_result, 'accepted')
            when
                self_served_at is not null
                and (first_touched_at is null or self_served_at <= first_touched_at)
                then 'self_served'
            when first_touched_at is not null and is_open then 'touched'
            when first_touched_at is not null then 'recycled'
            when is_open then 'open'
            else 'untouched'
        end as outcome
    from joined

),

final as (

    select
        handoff_id,
        account_id,
        signal_type,
        delivered_to,
        stage,
        qualified_at,
        delivered_at,
        first_touched_at,
        hours_to_touch,
        case
            when hours_to_touch is not null then hours_to_touch <= handoff_sla_hours_1
            when hours_so_far > handoff_sla_hours_1 then false
        end as is_touched_in_sla_1,
        case
            when hours_to_touch is not null then hours_to_touch <= handoff_sla_hours_2
            when hours_so_far > handoff_sla_hours_2 then false
        end as is_touched_in_sla_2,
        case
            when accepted_at is not null then true
            when outcome not in ('open', 'touched') then false
        end as is_accepted,
        accepted_at,
        opportunity_id,
        is_collision,
        touch_count,
        delivery_count,
        outcome,
        case outcome
            when 'won' then 'accepted, and the deal was won'
            when 'lost' then 'accepted, and the deal was closed without a win'
            when 'accepted' then 'a deal or a qualified lead followed, not decided yet'
            when 'self_served' then 'the customer bought alone before anybody acted'
            when 'touched' then 'a person acted, no deal yet, and the days are not over'
            when 'recycled' then 'a person acted and the days passed without a deal'
            when 'open' then 'nobody has acted yet and the days are not over'
            else 'nobody acted in the days of a hand-off'
        end as reason
    from stated

)

select * from final
