with confidences as (

    select * from {{ ref('int_attribution__confidences') }}

),

reviews as (

    select * from {{ ref('int_attribution__reviews') }}

),

confidence_bands as (

    select * from {{ ref('confidence_bands') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

bands as (

    select confidence_band from confidence_bands
    union all
    select 'none' as confidence_band
    union all
    select distinct 'not in the ledger' as confidence_band
    from reviews
    where confidence_band is null

),

stated as (

    select
        confidence_band,
        count(*) as events,
        avg(confidence) as mean_confidence
    from confidences
    group by confidence_band

),

reviewed as (

    select
        coalesce(confidence_band, 'not in the ledger') as confidence_band,
        count(*) as reviewed_events,
        sum(case when is_judged then 1 else 0 end) as judged_events,
        sum(case when is_right then 1 else 0 end) as right_events,
        max(reviewed_on) as measured_on
    from reviews
    group by coalesce(confidence_band, 'not in the ledger')

),

measured as (

    select
        bands.confidence_band,
        coalesce(stated.events, 0) as events,
        coalesce(reviewed.reviewed_events, 0) as reviewed_events,
        coalesce(reviewed.judged_events, 0) as judged_events,
        stated.mean_confidence,
        cast(reviewed.right_events as double) / nullif(reviewed.judged_events, 0) as share_right,
        cast(parameters.interval_z * parameters.interval_z as double)
        / nullif(reviewed.judged_events, 0) as z_squared,
        case when reviewed.judged_events > 0 then reviewed.measured_on end as measured_on
    from bands
    cross join parameters
    left join stated on bands.confidence_band = stated.confidence_band
    left join reviewed on bands.confidence_band = reviewed.confidence_band

),

-- Wilson's score interval: middle and spread, to be divided by 1 + z squared / n.
intervals as (

    select
        *,
        share_right + z_squared / 2 as middle,
        sqrt(share_right * (1 - share_right) * z_squared + z_squared * z_squared / 4) as spread
    from measured

),

final as (

    select
        confidence_band,
        cast(events as bigint) as events,
        cast(reviewed_events as bigint) as reviewed_events,
        cast(judged_events as bigint) as judged_events,
        cast(mean_confidence as double) as mean_confidence,
        cast(share_right as double) as share_right,
        cast((middle - spread) / (1 + z_squared) as double) as low,
        cast((middle + spread) / (1 + z_squared) as double) as high,
        measured_on,
        case
            when confidence_band = 'none' then 'nothing is claimed, so nothing is right or wrong'
            when confidence_band = 'not in the ledger'
                then 'reviews that name no event of the ledger'
            when judged_events > 0 then 'measured on reviews of people'
            when events = 0 then 'not measurable: no event has such a confidence'
            else 'not measurable: needs initiation_reviews; confidence rests on simulated companies'
        end as reason
    from intervals

)

select * from final
