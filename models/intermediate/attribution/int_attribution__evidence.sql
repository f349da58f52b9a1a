with pairs as (

    select * from {{ ref('int_attribution__pairs') }}

),

scenarios as (

    select * from {{ ref('int_attribution__scenarios') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

evidence_keys as (

    select distinct
        evidence_key,
        lookback_days,
        touch_definition
    from scenarios

),

-- Which side a touch is on depends on what counts as a touch.
sided as (

    select
        pairs.account_id,
        pairs.order_id,
        evidence_keys.evidence_key,
        pairs.evidence_number,
        pairs.seconds_before,
        case
            when pairs.side = 'human'
                then
                    pairs.is_commercial or evidence_keys.touch_definition = 'any_outbound'
            else
                pairs.trigger_kind = 'inbound_touch' and pairs.is_commercial
                and evidence_keys.touch_definition = 'with_inbound'
        end as is_human,
        pairs.side = 'customer' and pairs.is_commercial
        and not (
            pairs.trigger_kind = 'inbound_touch'
            and evidence_keys.touch_definition = 'with_inbound'
        ) as is_customer,
        pairs.side = 'product' as is_product,
        pairs.side = 'opened' as is_opened
    from pairs
    cross join evidence_keys
    where pairs.seconds_before
        <= coalesce(evidence_keys.lookback_days, pairs.lookback_days) * 86400

),

-- Evidence of an order is numbered in time, so that the lowest number is the earliest.
firsts as (

    select
        sided.account_id,
        sided.order_id,
        sided.evidence_key,
        min(case when sided.is_product then sided.evidence_number end) as product_number,
        min(case when sided.is_human then sided.evidence_number end) as human_number,
        min(case
            when sided.is_human
                and sided.seconds_before <= parameters.self_serve_quiet_days * 86400
                then sided.evidence_number
        end) as late_human_number,
        min(case when sided.is_customer then sided.evidence_number end) as customer_number,
        max(case when sided.is_opened then sided.evidence_number end) as opened_number
    from sided
    cross join parameters
    group by sided.account_id, sided.order_id, sided.evidence_key

),

final as (

    select
        account_id,
        order_id,
        evidence_key,
        product_number,
        human_number,
        late_human_number,
        customer_number,
        opened_number
    from firsts

)

select * from final
