with matrix as (

    select * from {{ ref('rpt_initiation_matrix') }}

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

spans as (

    select distinct
        quarter,
        'quarter' as share_window,
        quarter as first_quarter
    from matrix
    union all
    select distinct
        quarter,
        'ttm' as share_window,
        cast({{ dbt.dateadd('month', -9, 'quarter') }} as date) as first_quarter
    from matrix

),

final as (

    select
        spans.quarter,
        spans.share_window as window,
        widened.stage,
        widened.segment,
        {% for kind in ['unknown', 'contract'] -%}
        cast(sum(case when widened.initiated_by = '{{ kind }}' then widened.events else 0 end)
            as bigint) as {{ kind }}_events,
        cast(sum(case when widened.initiated_by = '{{ kind }}' then widened.share_arr else 0 end)
            as decimal(28, 8)) as {{ kind }}_arr,
        {% endfor -%}
        cast(sum(widened.events - widened.price_policy_events) as bigint) as claimable_events,
        {% for reading in ['ratio', 'strict', 'standard', 'broad'] -%}
        cast(sum(widened.{{ reading }}_events) as bigint) as {{ reading }}_events,
        cast(sum(widened.{{ reading }}_arr) as decimal(28, 8)) as {{ reading }}_arr{{ ',' if not loop.last }}
        {% endfor %}
    from spans
    inner join widened
        on spans.first_quarter <= widened.quarter and spans.quarter >= widened.quarter
    group by spans.quarter, spans.share_window, widened.stage, widened.segment

)

select * from final
