-- The seven rules of thumb. Milestones of a journey have weights, what lies between shares the
-- rest; where a milestone is missing or two fall together, the weights left are scaled to one.
with journey_touches as (

    select * from {{ ref('int_attribution__journey_touches') }}

),

orders as (

    select * from {{ ref('int_attribution__orders') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

converted as (

    select
        journey_touches.*,
        {{ dbt.datediff('journey_touches.touched_at', 'orders.ordered_at', 'second') }}
            as seconds_before
    from journey_touches
    inner join orders
        on journey_touches.account_id = orders.account_id
            and journey_touches.order_id = orders.order_id

),

-- The first touch of a person is where a lead begins, the opportunity where a deal does.
milestones as (

    select
        *,
        min(case when touch_kind in ('human', 'customer') then touch_position end)
            over (partition by journey_id) as lead_position,
        min(case when touch_type = 'human_opportunity' then touch_position end)
            over (partition by journey_id) as deal_position
    from converted

),

flagged as (

    select
        *,
        touch_position = 1 as is_first,
        touch_position = touch_count as is_last,
        coalesce(touch_position = lead_position, false) as is_lead,
        coalesce(touch_position = deal_position, false) as is_deal
    from milestones

),

counted as (

    select
        *,
        sum(case when is_first or is_last then 0 else 1 end) over (partition by journey_id)
            as others_u,
        sum(case when is_first or is_last or is_deal then 0 else 1 end)
            over (partition by journey_id) as others_w,
        sum(case when is_first or is_last or is_deal or is_lead then 0 else 1 end)
            over (partition by journey_id) as others_full
    from flagged

),

weighed as (

    select
        counted.*,
        case when is_first then 1.0 else 0.0 end as first_touch,
        case when is_last then 1.0 else 0.0 end as last_touch,
        1.0 as linear,
        case
            when is_first or is_last then cast(parameters.u_milestone_weight as double)
            else (1 - 2 * cast(parameters.u_milestone_weight as double)) / others_u
        end as u_shaped,
        case
            when is_first or is_last or is_deal then cast(parameters.w_milestone_weight as double)
            else (1 - 3 * cast(parameters.w_milestone_weight as double)) / others_w
        end as w_shaped,
        case
            when is_first or is_last or is_deal or is_lead
                then cast(parameters.full_path_milestone_weight as double)
            else (1 - 4 * cast(parameters.full_path_milestone_weight as double)) / others_full
        end as full_path,
        power(
            2.0,
            -cast(seconds_before as double)
            / (86400 * cast(parameters.credit_half_life_days as double))
        ) as time_decay
    from counted
    cross join parameters

),

final as (
    {% for rule in [
        'first_touch', 'last_touch', 'linear', 'u_shaped', 'w_shaped', 'full_path', 'time_decay'
    ] -%}
    {%- set weight = 'cast(' ~ rule ~ ' as decimal(28, 18))' %}
    select
        journey_id,
        account_id,
        order_id,
        touch_key,
        '{{ rule }}' as attribution_model,
        cast(
            cast({{ weight }} as double)
            / cast(sum({{ weight }}) over (partition by journey_id) as double)
            as decimal(18, 12)
        ) as credit_share
    from weighed
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from final
