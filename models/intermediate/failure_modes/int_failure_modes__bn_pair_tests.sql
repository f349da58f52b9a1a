with pair_trends as (

    select * from {{ ref('int_failure_modes__bn_pair_trends') }}

),

scenario_months as (

    select * from {{ ref('int_failure_modes__scenario_months') }}
    where failure_mode = 'borrowed_nrr'

),

thresholds as (

    select * from {{ ref('int_failure_modes__bn_thresholds') }}

),

-- Rounded before they are compared, so that a figure at the threshold is at it.
tested as (

    select
        scenario_months.scenario_id,
        scenario_months.is_base,
        pair_trends.*,
        round(pair_trends.nrr_slope, 8) >= cast(thresholds.bn_nrr_slope_min as double)
        and round(pair_trends.margin_drop_points, 8) >= cast(thresholds.bn_gm_drop as double)
        and pair_trends.margin_slope < 0 as is_split,
        coalesce(
            round(pair_trends.durability_drop_points, 8)
            >= cast(thresholds.bn_durability_drop as double), false
        ) as is_less_durable
    from pair_trends
    inner join scenario_months on pair_trends.as_of_month = scenario_months.as_of_month
    inner join thresholds on scenario_months.scenario_id = thresholds.scenario_id

),

final as (

    select
        scenario_id,
        is_base,
        as_of_month,
        peer_group,
        cs_basis,
        is_measurable,
        quarters,
        nrr_slope,
        margin_drop_points,
        durability_drop_points,
        case when is_measurable then is_split end as is_present,
        case
            when not is_measurable then null
            when is_split and is_less_durable then 'bn_confirmed'
            when is_split then 'bn_warning'
            when is_less_durable then 'bn_watch'
            else 'none'
        end as grade
    from tested

)

select * from final
