with outcomes as (

    select * from {{ ref('int_failure_modes__ad_outcomes') }}

),

peer_costs as (

    select * from {{ ref('int_failure_modes__ad_peer_costs') }}

),

months as (

    select * from {{ ref('int_failure_modes__months') }}
    where is_current

),

intervals as (

    select * from {{ ref('int_failure_modes__interval') }}

),

settings as (

    select * from {{ ref('int_failure_modes__ad_settings') }}

),

-- Under-served accounts should have grown less often than those that fitted, over-served ones have
-- cost more than the median of those that fit; each beside accounts of the same indicated motion.
judged as (

    select
        outcomes.motion_indicated,
        'grew less' as test,
        outcomes.state = 'under_served' as is_flagged,
        not outcomes.has_expanded as came_true
    from outcomes
    inner join months on outcomes.as_of_month = months.as_of_month
    where outcomes.state in ('under_served', 'fits')
    union all
    select
        outcomes.motion_indicated,
        'cost more' as test,
        outcomes.state = 'over_served' as is_flagged,
        outcomes.human_cost > peer_costs.median_cost as came_true
    from outcomes
    inner join months on outcomes.as_of_month = months.as_of_month
    inner join peer_costs
        on outcomes.as_of_month = peer_costs.as_of_month
            and outcomes.motion_indicated = peer_costs.motion_indicated
    where outcomes.state in ('over_served', 'fits') and outcomes.human_cost is not null

),

strata as (

    select
        motion_indicated,
        test,
        sum(case when is_flagged then 1 else 0 end) as flagged,
        sum(case when is_flagged and came_true then 1 else 0 end) as flagged_true,
        sum(case when is_flagged then 0 else 1 end) as others,
        sum(case when not is_flagged and came_true then 1 else 0 end) as others_true
    from judged
    group by motion_indicated, test

),

-- The others are weighted so that both sides are made of the same motions.
summed as (

    select
        coalesce(sum(flagged), 0) as n_flagged,
        coalesce(sum(others), 0) as n_other,
        cast(sum(flagged_true) as double) / nullif(sum(flagged), 0) as rate_flagged,
        sum(flagged * cast(others_true as double) / others) / nullif(sum(flagged), 0)
            as rate_other
    from strata
    where flagged > 0 and others > 0

),

lifted as (

    select
        summed.*,
        rate_flagged / nullif(rate_other, 0) as lift,
        intervals.deviations * sqrt(
            (1 - rate_flagged) / nullif(n_flagged * rate_flagged, 0)
            + (1 - rate_other) / nullif(n_other * rate_other, 0)
        ) as half_width
    from summed
    cross join intervals

),

final as (

    select
        'architecture_drift' as failure_mode,
        months.as_of_on as measured_on,
        cast(lifted.n_flagged as bigint) as n_flagged,
        cast(lifted.n_other as bigint) as n_other,
        round(lifted.rate_flagged, 8) as rate_flagged,
        round(lifted.rate_other, 8) as rate_other,
        round(lifted.lift, 8) as lift,
        round(lifted.lift * exp(-lifted.half_width), 8) as lift_low,
        round(lifted.lift * exp(lifted.half_width), 8) as lift_high,
        case
            when lifted.n_flagged < settings.min_cell_n or lifted.half_width is null then false
            else lifted.lift * exp(-lifted.half_width) > 1
        end as is_validated,
        case
            when lifted.n_flagged < settings.min_cell_n or lifted.half_width is null
                then 'Not validated: too few accounts had drifted a year ago.'
            when lifted.lift * exp(-lifted.half_width) > 1
                then 'Drifted accounts grew less, or cost more, than accounts that fitted.'
            else
                'Not validated: drifted accounts did not clearly grow less or cost more.'
        end as reason
    from lifted
    cross join months
    cross join settings

)

select * from final
