with shares as (

    select * from {{ ref('int_attribution__scenario_shares') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

concluded as (

    select
        shares.*,
        case
            when shares.share_of_events is null then 'not measurable'
            when shares.share_of_events < parameters.ppg_share_max then 'below'
            else 'above'
        end as conclusion
    from shares
    cross join parameters

),

base as (

    select
        quarter,
        share_of_events,
        share_of_arr,
        conclusion
    from concluded
    where is_base

),

final as (

    select
        concluded.quarter,
        concluded.lookback_days,
        concluded.tie_rule,
        concluded.touch_definition,
        concluded.events,
        concluded.share_of_events,
        concluded.share_of_arr,
        base.share_of_events as base_share_of_events,
        base.share_of_arr as base_share_of_arr,
        concluded.conclusion,
        case
            when 'not measurable' not in (concluded.conclusion, base.conclusion)
                then concluded.conclusion = base.conclusion
        end as holds
    from concluded
    inner join base on concluded.quarter = base.quarter
    where not concluded.is_base

)

select * from final
