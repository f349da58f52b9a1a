with matrix as (

    select * from {{ ref('rpt_initiation_matrix') }}

),

share_windows as (

    select * from {{ ref('share_windows') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- Each cell counts for its own stage and segment and for all; all stages leave acquisition out.
widened as (
    {% for stage, segment in [
        ('stage', 'segment'), ('stage', "'all'"), ("'all'", 'segment'), ("'all'", "'all'")
    ] %}
    select
        quarter,
        {{ stage }} as stage,
        {{ segment }} as segment,
        initiated_by,
        events,
        arr,
        ratio_events,
        ratio_arr,
        price_policy_events,
        price_policy_arr,
        strict_events,
        strict_arr,
        standard_events,
        standard_arr,
        broad_events,
        broad_arr,
        later_arr,
        events_too_young
    from matrix
    where {{ 'true' if stage == 'stage' else "stage <> 'acquisition'" }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

bounds as (

    select min(quarter) as first_quarter from matrix

),

spans as (

    select distinct
        matrix.quarter,
        share_windows.window,
        cast({{ dbt.dateadd('month', '-share_windows.months_before', 'matrix.quarter') }} as date)
            as from_quarter
    from matrix
    cross join share_windows

),

-- A span lies inside the book: twelve months are four quarters of it, never fewer.
in_spans as (

    select
        widened.*,
        spans.window,
        spans.quarter as span_quarter,
        {{ dbt.dateadd('month', 3, 'spans.quarter') }}
        <= {{ dbt.dateadd('day', 1, 'as_of.as_of_on') }} as is_complete,
        widened.initiated_by not in ('unknown', 'contract') as is_metered
    from spans
    cross join as_of
    inner join bounds on spans.from_quarter >= bounds.first_quarter
    inner join widened
        on spans.from_quarter <= widened.quarter and spans.quarter >= widened.quarter

),

final as (

    select
        in_spans.span_quarter as quarter,
        in_spans.window,
        in_spans.stage,
        in_spans.segment,
        in_spans.is_complete,
        cast(
            sum(case when initiated_by = 'unknown' then events else 0 end) as bigint
        ) as unknown_events,
        cast(
            sum(case when initiated_by = 'unknown' then arr else 0 end) as decimal(28, 8)
        ) as unknown_arr,
        cast(
            sum(case when initiated_by = 'contract' then events else 0 end) as bigint
        ) as contract_events,
        cast(
            sum(case when initiated_by = 'contract' then arr else 0 end) as decimal(28, 8)
        ) as contract_arr,
        cast(
            sum(case when is_metered then events - ratio_events else 0 end) as bigint
        ) as metered_events,
        cast(
            sum(case when is_metered then arr - ratio_arr else 0 end) as decimal(28, 8)
        ) as metered_arr,
        cast(sum(events - price_policy_events) as bigint) as claimable_events,
        cast(sum(arr - price_policy_arr) as decimal(28, 8)) as claimable_arr,
        cast(sum(ratio_events) as bigint) as ratio_events,
        cast(sum(ratio_arr) as decimal(28, 8)) as ratio_arr,
        cast(sum(strict_events) as bigint) as strict_events,
        cast(sum(strict_arr) as decimal(28, 8)) as strict_arr,
        cast(sum(standard_events) as bigint) as standard_events,
        cast(sum(standard_arr) as decimal(28, 8)) as standard_arr,
        cast(sum(broad_events) as bigint) as broad_events,
        cast(sum(broad_arr) as decimal(28, 8)) as broad_arr,
        cast(sum(later_arr) as decimal(28, 8)) as later_arr,
        cast(
            sum(case when initiated_by = 'product' then later_arr else 0 end) as decimal(28, 8)
        ) as product_later_arr,
        cast(sum(events_too_young) as bigint) as events_too_young
    from in_spans
    group by
        in_spans.span_quarter, in_spans.window, in_spans.stage, in_spans.segment,
        in_spans.is_complete

)

select * from final
