-- Third step: all that was found about one event, here the first of the second step: what the
-- product signalled and what people did on its account before it, in order, and what decided.
with latest as (

    select max(quarter) as quarter from {{ ref('rpt_product_share') }}

),

ranked as (

    select
        initiation.*,
        row_number() over (
            order by
                initiation.event_arr desc nulls last, initiation.revenue_event_id asc nulls last
        ) as place
    from {{ ref('fct_revenue_event_initiation') }} as initiation
    inner join latest
        on latest.quarter = cast({{ dbt.date_trunc('quarter', 'initiation.effective_on') }} as date)
    where initiation.stage = 'expansion' and initiation.initiated_by = 'human'

),

evidence as (

    select
        account_id,
        signalled_at as happened_at,
        origin as kind,
        signal_id as evidence_id,
        source_id as act_id,
        evidence as what
    from {{ ref('fct_product_signals') }}
    union all
    select
        account_id,
        touched_at as happened_at,
        side as kind,
        touch_id as evidence_id,
        touch_id as act_id,
        concat_ws(' ', channel, direction, topic) as what
    from {{ ref('fct_human_touches') }}

)

select
    evidence.happened_at,
    evidence.kind,
    evidence.evidence_id,
    evidence.what,
    coalesce(evidence.act_id = ranked.trigger_id, false) as is_trigger,
    ranked.revenue_event_id,
    ranked.reason
from ranked
left join evidence
    on ranked.account_id = evidence.account_id
        and evidence.happened_at <= ranked.started_by_at
        and evidence.happened_at > {{ dbt.dateadd('day', -120, 'ranked.started_by_at') }}
where ranked.place = 1
order by evidence.happened_at asc nulls last, evidence.evidence_id asc nulls last
