{{ config(group="warehouse") }}

-- What it is: under each of the nine models the credits of an event sum to its ARR, to the last
-- decimal, and its shares to one; every event that carries ARR has credits under every model.
with credits as (

    select * from {{ ref('fct_attribution_credits') }}

),

events as (

    select * from {{ ref('fct_revenue_events') }}

),

attribution_models as (

    select * from {{ ref('attribution_models') }}

),

summed as (

    select
        revenue_event_id,
        attribution_model,
        sum(credited_arr) as credited_arr,
        sum(credit_share) as credit_share
    from credits
    group by revenue_event_id, attribution_model

)

select
    events.revenue_event_id,
    attribution_models.attribution_model,
    events.event_arr,
    summed.credited_arr,
    summed.credit_share
from events
cross join attribution_models
left join summed
    on events.revenue_event_id = summed.revenue_event_id
        and attribution_models.attribution_model = summed.attribution_model
where events.stage <> 'acquisition'
    and (
        summed.revenue_event_id is null
        or summed.credited_arr <> events.event_arr
        or abs(summed.credit_share - 1) > 0.000000001
    )
