{{ config(materialized='view') }}

{%- set phrases = [
    'contract', 'trigger_day', 'trigger_text', 'quiet_days', 'quiet', 'people', 'response_days',
    'human_day', 'product_day', 'signal_text', 'answer'
] %}

with order_verdicts as (

    select * from {{ ref('int_attribution__order_verdicts') }}

),

initiation_wording as (

    select * from {{ ref('initiation_wording') }}

),

late_evidence as (

    select * from {{ ref('int_attribution__late_evidence') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

late_acts as (

    select
        account_id,
        order_id,
        count(*) as late_acts
    from late_evidence
    group by account_id, order_id

),

days as (

    select
        order_verdicts.*,
        cast(cast(order_verdicts.triggered_at as date) as varchar) as trigger_day,
        cast(cast(order_verdicts.first_product_signal_at as date) as varchar) as product_day,
        cast(cast(order_verdicts.first_human_touch_at as date) as varchar) as human_day,
        cast(parameters.self_serve_quiet_days as varchar) as quiet_days,
        cast(parameters.signal_response_days as varchar) as response_days
    from order_verdicts
    cross join parameters

),

phrased as (

    select
        *,
        replace(contract_kind, '_', ' ') as contract,
        concat_ws('', replace(trigger_kind, '_', ' '), ' (', trigger_id, ') on ', trigger_day)
            as trigger_text,
        case
            when late_human_at is null
                then concat_ws('', 'no person acted in the ', quiet_days, ' days before')
            else concat_ws('', 'the first person acted later, on ', human_day)
        end as quiet,
        case
            when human_day is null then 'people ran it without leaving a record'
            else concat_ws('', 'people ran it from ', human_day)
        end as people,
        case
            when product_day is null then 'no product signal was found'
            else concat_ws(
                    '', 'the first product signal, on ', product_day,
                    ', came later or was older than ', response_days, ' days'
                )
        end as signal_text,
        case
            when human_day is null then 'no act of a person is on record'
            else concat_ws('', 'the first act of a person was on ', human_day)
        end as answer
    from days

),

final as (

    select
        phrased.account_id,
        phrased.order_id,
        concat_ws(
            '',
            {{ filled('initiation_wording.reason', phrases) }},
            case
                when late_acts.late_acts is not null then concat_ws(
                        '', ' Left out: ', cast(late_acts.late_acts as varchar),
                        ' that name the order and are dated after it.'
                    )
            end
        ) as reason,
        {{ filled('initiation_wording.would_change', phrases) }} as would_change
    from phrased
    inner join initiation_wording
        on phrased.rule_step = initiation_wording.rule_step
            and phrased.initiated_by = initiation_wording.initiated_by
    left join late_acts
        on phrased.account_id = late_acts.account_id
            and phrased.order_id = late_acts.order_id

)

select * from final
