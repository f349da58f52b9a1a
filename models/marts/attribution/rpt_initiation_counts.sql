with matrix as (

    select * from {{ ref('rpt_initiation_matrix') }}

),

share_windows as (

    select * from {{ ref('share_windows') }}

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
        share_arr,
        ratio_events,
        ratio_arr,
        price_policy_events,
        strict_events,
        strict_arr,
        standard_events,
        standard_arr,
        broad_events,
        broad_arr
    from matrix
    where {{ 'true' if stage == 'stage' else "stage <> 'acquisition'" }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

quarters as (

    select distinct quarter from matrix

),

spans as (

    select
        quarters.quarter,
        share_windows.window,
        cast({{ dbt.dateadd('month', '-share_windows.months_before', 'quarters.quarter') }} as date)
            as first_quarter
    from quarters
    cross join share_windows

),

final as (

    select
        spans.quarter,
        spans.window,
        widened.stage,
        widened.segment,
        cast(
            sum(case when widened.initiated_by = 'unknown' then widened.events else 0 end) as bigint
        ) as unknown_events,
        cast(
            sum(case when widened.initiated_by = 'unknown' then widened.share_arr else 0 end)
            as decimal(28, 8)
        ) as unknown_arr,
        cast(
            sum(
                case when widened.initiated_by = 'contract' then widened.events else 0 end
            ) as bigint
        ) as contract_events,
        cast(
            sum(case when widened.initiated_by = 'contract' then widened.share_arr else 0 end)
            as decimal(28, 8)
        ) as contract_arr,
        cast(sum(widened.events - widened.price_policy_events) as bigint) as claimable_events,
        cast(sum(widened.ratio_events) as bigint) as ratio_events,
        cast(sum(widened.ratio_arr) as decimal(28, 8)) as ratio_arr,
        cast(sum(widened.strict_events) as bigint) as strict_events,
        cast(sum(widened.strict_arr) as decimal(28, 8)) as strict_arr,
        cast(sum(widened.standard_events) as bigint) as standard_events,
        cast(sum(widened.standard_arr) as decimal(28, 8)) as standard_arr,
        cast(sum(widened.broad_events) as bigint) as broad_events,
        cast(sum(widened.broad_arr) as decimal(28, 8)) as broad_arr
    from spans
    inner join widened
        on spans.first_quarter <= widened.quarter and spans.quarter >= widened.quarter
    group by spans.quarter, spans.window, widened.stage, widened.segment

)

select * from final
