-- Third step: all that was found about one event, here the largest of the second step: what the
-- product signalled and what people did on its account before it, in order.
with chosen as (

    select
        account_id,
        started_by_at,
        row_number() over (order by event_arr desc nulls last) as place
    from {{ ref('fct_revenue_event_initiation') }}
    where stage = 'expansion' and initiated_by = 'human'

),

evidence as (

    select
        account_id,
        signalled_at as happened_at,
        origin as kind,
        signal_id as evidence_id,
        evidence as what
    from {{ ref('fct_product_signals') }}
    union all
    select
        account_id,
        touched_at as happened_at,
        side as kind,
        touch_id as evidence_id,
        concat_ws(' ', channel, direction, topic) as what
    from {{ ref('fct_human_touches') }}

)

select
    evidence.happened_at,
    evidence.kind,
    evidence.evidence_id,
    evidence.what
from evidence
inner join chosen
    on evidence.account_id = chosen.account_id
        and chosen.place = 1
        and evidence.happened_at <= chosen.started_by_at
        and evidence.happened_at > {{ dbt.dateadd('day', -90, 'chosen.started_by_at') }}
order by evidence.happened_at asc nulls last, evidence.evidence_id asc nulls last
