with states as (

    select * from {{ ref('int_failure_modes__eo_states') }}
    where is_present

),

thresholds as (

    select * from {{ ref('int_failure_modes__eo_thresholds') }}

),

offers as (

    select * from {{ ref('int_failure_modes__eo_offers') }}

),

-- Unit prices are of the tier alone. What cannot be priced is unknown; none of it is none.
parts as (

    select
        states.scenario_id,
        states.as_of_month,
        states.account_id,
        states.product_line,
        states.peer_group,
        states.arr,
        states.days_in_state,
        thresholds.causal_haircut,
        thresholds.eo_cap_multiple,
        offers.plan,
        offers.next_plan,
        offers.first_addon_line,
        cast({{ seats_ahead_arr('offers', 'thresholds') }} as decimal(28, 8)) as delta_seat,
        cast(case
            when offers.plan is not null and offers.next_plan is null then 0
            when offers.tier_arr > 0
                then greatest(
                        cast(offers.next_list_mrr as double) * cast(offers.quantity as double)
                        * (1 - cast(offers.median_discount as double)) * 12
                        - cast(offers.tier_arr as double),
                        0
                    )
        end as decimal(28, 8)) as delta_tier,
        offers.delta_usage,
        case
            when row_number()
                    over (
                        partition by states.scenario_id, states.as_of_month, states.account_id
                        order by states.arr desc nulls last, states.product_line asc nulls last
                    )
                = 1 then offers.delta_addon
            else 0
        end as delta_addon
    from states
    inner join thresholds on states.scenario_id = thresholds.scenario_id
    inner join offers
        on states.as_of_month = offers.as_of_month
            and states.account_id = offers.account_id
            and states.product_line = offers.product_line

),

final as (

    select
        scenario_id,
        as_of_month,
        account_id,
        product_line,
        peer_group,
        arr,
        days_in_state,
        causal_haircut,
        plan,
        next_plan,
        first_addon_line,
        delta_seat,
        delta_tier,
        delta_usage,
        delta_addon,
        cast(least(
            greatest(coalesce(delta_seat, 0), coalesce(delta_tier, 0), delta_usage) + delta_addon,
            eo_cap_multiple * arr
        ) as decimal(28, 8)) as potential_arr,
        delta_seat is null and delta_tier is null and delta_usage = 0 and delta_addon = 0
            as is_unpriced,
        case
            when greatest(
                    coalesce(delta_seat, 0), coalesce(delta_tier, 0), delta_usage, delta_addon
                )
                = 0 then null
            when delta_addon
                > greatest(coalesce(delta_seat, 0), coalesce(delta_tier, 0), delta_usage)
                then 'addon'
            when coalesce(delta_seat, 0) >= greatest(coalesce(delta_tier, 0), delta_usage)
                then 'seat'
            when coalesce(delta_tier, 0) >= delta_usage then 'tier'
            else 'usage'
        end as suggested_offer
    from parts

)

select * from final
