with stages as (

    select * from {{ ref('int_failure_modes__ppg_stages') }}
    where peer_group <> 'unknown'

),

people as (

    select * from {{ ref('int_failure_modes__ppg_people') }}

),

ppg_accounts as (

    select * from {{ ref('int_failure_modes__ppg_accounts') }}

),

thresholds as (

    select * from {{ ref('int_failure_modes__ppg_thresholds') }}

),

intervals as (

    select * from {{ ref('int_failure_modes__interval') }}

),

absent as (

    select * from {{ ref('int_failure_modes__ppg_missing_inputs') }}

),

-- Labour of every account with such an event, passive or not: the company pays for all of it.
labour as (
    {% for peer_group in ["'all'", 'peer_group'] %}
    select
        as_of_month,
        {{ peer_group }} as peer_group,
        sum(startable_arr) as startable_arr,
        sum(felt_events) as felt_events,
        sum(unpriced_orders) as unpriced_orders,
        sum(cost) as cost,
        sum(cost_variance) as cost_variance
    from ppg_accounts
    group by as_of_month{{ ', peer_group' if not loop.first }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

judged as (

    select
        stages.*,
        absent.missing_inputs as absent_tables,
        people.revenue_growth,
        people.headcount_elasticity,
        people.rpe_slope,
        people.revenue_ttm,
        people.excess_fte,
        people.loaded_cost_per_fte,
        coalesce(labour.startable_arr, 0) as startable_arr,
        coalesce(labour.unpriced_orders, 0) as unpriced_orders,
        case
            when coalesce(labour.felt_events, 0) > 0 then labour.cost
            when absent.has_starts then 0
        end as labour_cost,
        case
            when coalesce(labour.felt_events, 0) = 0 then 0
            else intervals.deviations * sqrt(cast(labour.cost_variance as double))
        end as half_width,
        people.revenue_growth > 0
        and stages.is_share_low
        and (
            people.headcount_elasticity >= thresholds.elasticity
            or people.rpe_slope <= thresholds.rpe_slope
        ) as is_passive
    from stages
    cross join intervals
    cross join absent
    inner join thresholds on stages.scenario_id = thresholds.scenario_id
    left join people on stages.as_of_month = people.as_of_month
    left join labour
        on stages.as_of_month = labour.as_of_month and stages.peer_group = labour.peer_group

),

final as (

    select
        judged.scenario_id,
        judged.is_base,
        judged.as_of_month,
        judged.peer_group,
        judged.is_passive is not null as is_measurable,
        case
            when judged.is_passive is null
                then coalesce(judged.absent_tables, 'a longer history of ' || case
                        when judged.is_share_low is null then 'subscription_changes'
                        when judged.revenue_growth is null then 'revenue_months'
                        else 'headcount_months'
                    end)
        end as missing_inputs,
        judged.is_passive as is_present,
        judged.grade,
        cast(judged.labour_cost as double) / nullif(cast(judged.revenue_ttm as double), 0)
            as impact_ratio,
        1 - judged.product_share as prevalence,
        cast(judged.startable_arr as decimal(28, 8)) as impact_arr,
        cast(judged.labour_cost as decimal(28, 8)) as impact_gm,
        cast(
            case
                when judged.labour_cost is not null
                    then greatest(cast(judged.labour_cost as double) - judged.half_width, 0)
            end as decimal(28, 8)
        ) as impact_low,
        cast(cast(judged.labour_cost as double) + judged.half_width as decimal(28, 8))
            as impact_high,
        'Revenue grew by '
        || coalesce(cast(cast(judged.revenue_growth as decimal(18, 3)) as varchar), 'unknown')
        || '; product share of events '
        || coalesce(cast(cast(judged.product_share as decimal(18, 3)) as varchar), 'unknown')
        || '; headcount elasticity '
        || coalesce(cast(cast(judged.headcount_elasticity as decimal(18, 3)) as varchar), 'unknown')
        || '; yearly slope of revenue per employee '
        || coalesce(cast(cast(judged.rpe_slope as decimal(18, 3)) as varchar), 'unknown')
        || '; people above the own best revenue per employee '
        || coalesce(cast(cast(judged.excess_fte as decimal(18, 1)) as varchar), 'unknown')
        || ' at '
        || coalesce(cast(cast(judged.loaded_cost_per_fte as decimal(18, 0)) as varchar), 'unknown')
        || ' each; never added to other modes.'
        || case
            when judged.unpriced_orders > 0
                then
                    ' The work of ' || cast(judged.unpriced_orders as varchar)
                    || ' orders has no known cost.'
            else ''
        end as reason
    from judged

)

select * from final
