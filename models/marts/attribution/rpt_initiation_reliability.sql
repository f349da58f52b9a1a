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
        confidence_band,
        count(*) as reviewed_events,
        sum(case when is_right then 1 else 0 end) as right_events,
        max(reviewed_on) as measured_on
    from reviews
    where is_judged
    group by confidence_band

),

measured as (

    select
        bands.confidence_band,
        coalesce(stated.events, 0) as events,
        coalesce(reviewed.reviewed_events, 0) as reviewed_events,
        stated.mean_confidence,
        cast(reviewed.right_events as double) / reviewed.reviewed_events as share_right,
        cast(parameters.interval_z * parameters.interval_z as double) / reviewed.reviewed_events
            as z_squared,
        reviewed.measured_on
    from bands
    cross join parameters
    left join stated on bands.confidence_band = stated.confidence_band
    left join reviewed on bands.confidence_band = reviewed.confidence_band

),

-- Wilson's score interval: middle and spread, both over 1 + z squared / n.
intervals as (

    select
        *,
        (share_right + z_squared / 2) / (1 + z_squared) as middle,
        sqrt(share_right * (1 - share_right) * z_squared + z_squared * z_squared / 4)
        / (1 + z_squared) as spread
    from measured

),

final as (

    select
        confidence_band,
        cast(events as bigint) as events,
        cast(reviewed_events as bigint) as reviewed_events,
        cast(mean_confidence as double) as mean_confidence,
        cast(share_right as double) as share_right,
        case when reviewed_events > 0 then middle - spread end as low,
        case when reviewed_events > 0 then middle + spread end as high,
        measured_on,
        case
            when confidence_band = 'none' then 'nothing is claimed, so nothing is right or wrong'
            when reviewed_events > 0 then 'measured on reviews of people'
            when events = 0 then 'not measurable: no event has such a confidence'
            else 'not measurable: needs initiation_reviews; confidence rests on simulated companies'
        end as reason
    from intervals

)

select * from final
