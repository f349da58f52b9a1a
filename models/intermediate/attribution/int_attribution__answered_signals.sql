-- The earliest product signal that a person answered in time: not stale, and before the first act.
with pairs as (

    select * from {{ ref('int_attribution__pairs') }}

),

evidence as (

    select * from {{ ref('int_attribution__evidence') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

humans as (

    select
        evidence.account_id,
        evidence.order_id,
        evidence.evidence_key,
        evidence.human_number,
        pairs.started_at as human_at
    from evidence
    inner join pairs
        on evidence.account_id = pairs.account_id
            and evidence.order_id = pairs.order_id
            and evidence.human_number = pairs.evidence_number
    where evidence.product_number < evidence.human_number

),

final as (

    select
        humans.account_id,
        humans.order_id,
        humans.evidence_key,
        min(pairs.evidence_number) as answered_number
    from humans
    inner join pairs
        on humans.account_id = pairs.account_id
            and humans.order_id = pairs.order_id
            and humans.human_number > pairs.evidence_number
    cross join parameters
    where pairs.side = 'product'
        and {{ dbt.datediff('pairs.started_at', 'humans.human_at', 'second') }}
        <= parameters.signal_response_days * 86400
    group by humans.account_id, humans.order_id, humans.evidence_key

)

select * from final
