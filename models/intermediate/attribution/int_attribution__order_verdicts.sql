-- Both sides' earliest evidence beside the verdict, for the base assumptions.
with verdicts as (

    select * from {{ ref('int_attribution__verdicts') }}

),

order_evidence as (

    select * from {{ ref('int_attribution__order_evidence') }}

),

metered_starts as (

    select * from {{ ref('int_attribution__metered_starts') }}

),

first_contacts as (

    select * from {{ ref('int_attribution__first_contacts') }}

),

evidenced as (

    select
        verdicts.*,
        order_evidence.ordered_at,
        order_evidence.order_channel,
        order_evidence.is_self_serve,
        order_evidence.contract_kind,
        order_evidence.is_prompt_shown_only,
        order_evidence.late_human_at,
        order_evidence.customer_at,
        coalesce(order_evidence.product_candidate_id, metered_starts.candidate_id)
            as first_product_signal_id,
        coalesce(order_evidence.product_at, metered_starts.started_at) as first_product_signal_at,
        order_evidence.human_trigger_id as first_human_touch_id,
        order_evidence.human_at as first_human_touch_at,
        order_evidence.customer_trigger_id as first_customer_act_id,
        case
            when verdicts.rule_step = '5' then order_evidence.is_answered_linked
            when verdicts.rule_step in ('2', '4', '5b') then order_evidence.is_product_linked
            when verdicts.rule_step = '6' then order_evidence.is_human_linked
            when verdicts.rule_step = '7' then order_evidence.is_customer_linked
        end as is_trigger_linked
    from verdicts
    inner join order_evidence
        on verdicts.account_id = order_evidence.account_id
            and verdicts.order_id = order_evidence.order_id
            and verdicts.scenario_id = order_evidence.scenario_id
    left join metered_starts
        on verdicts.account_id = metered_starts.account_id
            and verdicts.order_id = metered_starts.order_id
    where verdicts.is_base

),

final as (

    select
        evidenced.account_id,
        evidenced.order_id,
        evidenced.ordered_at,
        evidenced.rule_step,
        evidenced.initiation,
        evidenced.initiated_by,
        evidenced.trigger_kind,
        evidenced.trigger_id,
        evidenced.triggered_at,
        evidenced.first_product_signal_id,
        evidenced.first_product_signal_at,
        evidenced.first_human_touch_id,
        evidenced.first_human_touch_at,
        evidenced.first_customer_act_id,
        evidenced.customer_at as first_customer_act_at,
        evidenced.late_human_at,
        evidenced.order_channel,
        evidenced.contract_kind,
        evidenced.is_self_serve,
        evidenced.is_prompt_shown_only,
        coalesce(evidenced.is_trigger_linked, false) as is_trigger_linked,
        evidenced.is_product_strict,
        evidenced.is_product_standard,
        evidenced.is_in_ratio and (
            evidenced.is_product_standard
            or evidenced.rule_step = '5'
            or coalesce(
                first_contacts.first_value_at
                < coalesce(
                    least(first_contacts.first_human_at, evidenced.ordered_at),
                    evidenced.ordered_at
                ),
                false
            )
        ) as is_product_broad,
        evidenced.is_in_ratio
    from evidenced
    left join first_contacts on evidenced.account_id = first_contacts.account_id

)

select * from final
