with initiation_reviews as (

    select * from {{ ref('stg_config__initiation_reviews') }}

),

event_verdicts as (

    select * from {{ ref('int_attribution__event_verdicts') }}

),

confidences as (

    select * from {{ ref('int_attribution__confidences') }}

),

held as (

    select
        initiation_reviews.revenue_event_id,
        initiation_reviews.initiated_by as reviewed_initiated_by,
        initiation_reviews.reviewed_on,
        event_verdicts.initiated_by as stated_initiated_by,
        confidences.confidence_band,
        case
            when event_verdicts.revenue_event_id is null
                then 'the ledger holds no such event'
            when event_verdicts.initiated_by = 'unknown' then 'the ledger claims nothing'
            when initiation_reviews.initiated_by = 'unknown' then 'the reviewer could not tell'
        end as unjudged_reason
    from initiation_reviews
    left join event_verdicts
        on initiation_reviews.revenue_event_id = event_verdicts.revenue_event_id
    left join confidences
        on initiation_reviews.revenue_event_id = confidences.revenue_event_id

),

final as (

    select
        revenue_event_id,
        reviewed_on,
        reviewed_initiated_by,
        stated_initiated_by,
        confidence_band,
        unjudged_reason is null as is_judged,
        case when unjudged_reason is null then stated_initiated_by = reviewed_initiated_by end
            as is_right,
        unjudged_reason
    from held

)

select * from final
