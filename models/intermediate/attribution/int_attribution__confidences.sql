-- The share of verdicts of this kind that were right on simulated companies: of the same class,
-- margin and logging where enough were seen, else of less and less.
with confidence_inputs as (

    select * from {{ ref('int_attribution__confidence_inputs') }}

),

initiation_confidence as (

    select * from {{ ref('initiation_confidence') }}

),

confidence_bands as (

    select * from {{ ref('confidence_bands') }}

),

fitted as (

    select
        confidence_inputs.*,
        initiation_confidence.confidence as fitted_confidence,
        initiation_confidence.events as fitted_events,
        initiation_confidence.evidence_class as fitted_class,
        initiation_confidence.margin_band as fitted_margin,
        initiation_confidence.logging_band as fitted_logging,
        row_number() over (
            partition by confidence_inputs.revenue_event_id
            order by
                case when initiation_confidence.evidence_class = '*' then 1 else 0 end
                asc nulls last,
                case when initiation_confidence.margin_band = '*' then 1 else 0 end asc nulls last,
                case when initiation_confidence.logging_band = '*' then 1 else 0 end asc nulls last
        ) as choice
    from confidence_inputs
    inner join initiation_confidence
        on initiation_confidence.evidence_class in (confidence_inputs.evidence_class, '*')
            and initiation_confidence.margin_band in (confidence_inputs.margin_band, '*')
            and initiation_confidence.logging_band in (confidence_inputs.logging_band, '*')

),

known as (

    select
        *,
        case when initiated_by <> 'unknown' then cast(fitted_confidence as decimal(9, 6)) end
            as confidence
    from fitted
    where choice = 1

),

final as (

    select
        known.revenue_event_id,
        known.confidence,
        coalesce(confidence_bands.confidence_band, 'none') as confidence_band,
        known.evidence_class,
        known.margin_band,
        cast(known.margin_days as decimal(18, 6)) as margin_days,
        known.logging_band,
        case
            when known.initiated_by = 'unknown' then 'nothing is claimed'
            else concat_ws(
                    '', 'the share that was right of ', cast(known.fitted_events as varchar),
                    ' simulated events with evidence ',
                    replace(replace(known.fitted_class, '*', 'of any kind'), '_', ' '),
                    ', margin ', replace(known.fitted_margin, '*', 'any'),
                    ' and logging ', replace(known.fitted_logging, '*', 'any')
                )
        end as confidence_reason
    from known
    left join confidence_bands
        on known.confidence >= confidence_bands.from_confidence
            and known.confidence < confidence_bands.below_confidence

)

select * from final
