with counts as (

    select * from {{ ref('rpt_initiation_counts') }}

),

design_targets as (

    select * from {{ ref('int_config__design_targets') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

start_inputs as (

    select * from {{ ref('int_product__start_inputs') }}

),

-- Without any table that tells a start, the share of the product is unknown, neither low nor zero.
readings as (
    {% for reading in ['strict', 'standard', 'broad'] %}
    select
        counts.*,
        '{{ reading }}' as reading,
        case when start_inputs.has_starts then counts.{{ reading }}_events end as product_events,
        case when start_inputs.has_starts then counts.{{ reading }}_arr end as product_arr
    from counts
    cross join start_inputs
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

-- Nothing to divide by is no share, not a share of zero. All unknown to people is the low bound,
-- all unknown to the product the high one.
shared as (

    select
        *,
        cast(product_events as double) / nullif(ratio_events, 0) as share_of_events,
        cast(product_arr as double) / cast(nullif(ratio_arr, 0) as double) as share_of_arr,
        cast(claimable_events - unknown_events as double) / nullif(claimable_events, 0)
            as known_share,
        cast(claimable_arr - unknown_arr as double) / cast(nullif(claimable_arr, 0) as double)
            as known_share_of_arr,
        cast(product_events as double) / nullif(ratio_events + unknown_events, 0) as share_low,
        cast(product_events + unknown_events as double)
        / nullif(ratio_events + unknown_events, 0) as share_high,
        cast(product_arr as double) / cast(nullif(ratio_arr + unknown_arr, 0) as double)
            as share_of_arr_low,
        cast(product_arr + unknown_arr as double)
        / cast(nullif(ratio_arr + unknown_arr, 0) as double) as share_of_arr_high,
        case
            when stage = 'acquisition' and events_too_young = 0
                then cast(product_later_arr as double) / cast(nullif(later_arr, 0) as double)
        end as share_of_later_arr
    from readings

),

final as (

    select
        shared.quarter,
        shared.window,
        shared.stage,
        shared.segment,
        shared.reading,
        shared.is_complete,
        shared.ratio_events as events,
        shared.product_events,
        shared.share_of_events,
        shared.ratio_arr as arr,
        shared.product_arr,
        shared.share_of_arr,
        shared.unknown_events,
        shared.unknown_arr,
        shared.contract_events,
        shared.contract_arr,
        shared.metered_events,
        shared.metered_arr,
        shared.known_share,
        shared.known_share_of_arr,
        shared.share_low,
        shared.share_high,
        shared.share_of_arr_low,
        shared.share_of_arr_high,
        coalesce(shared.known_share < parameters.min_initiation_coverage, true) as is_provisional,
        cast(design_targets.target_share as double) as design_target,
        design_targets.is_placeholder as is_target_placeholder,
        cast(
            (cast(design_targets.target_share as double) - shared.share_of_arr)
            * cast(shared.ratio_arr as double) as decimal(28, 8)
        ) as gap_to_target_arr,
        shared.later_arr,
        shared.product_later_arr,
        shared.share_of_later_arr,
        shared.events_too_young
    from shared
    cross join parameters
    left join design_targets on shared.stage = design_targets.stage

)

select * from final
