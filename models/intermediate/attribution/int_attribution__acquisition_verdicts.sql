-- The earliest act in the look-back decides; without one, how the first workspace says it came.
with acquisitions as (

    select * from {{ ref('int_attribution__acquisitions') }}

),

candidates as (

    select * from {{ ref('int_attribution__acquisition_candidates') }}

),

sides as (

    select
        account_id,
        min(evidence_number) as first_number,
        min(case when side = 'product' then evidence_number end) as product_number,
        min(case when side = 'human' then evidence_number end) as human_number,
        min(case when side = 'customer' then evidence_number end) as customer_number
    from candidates
    group by account_id

),

evidenced as (

    select
        acquisitions.account_id,
        acquisitions.entry_model,
        acquisitions.signup_source,
        acquisitions.workspace_id,
        first_acts.side,
        first_acts.trigger_kind,
        first_acts.trigger_id,
        first_acts.started_at as triggered_at,
        products.candidate_id as first_product_signal_id,
        products.started_at as first_product_signal_at,
        humans.trigger_id as first_human_touch_id,
        humans.started_at as first_human_touch_at,
        customers.trigger_id as first_customer_act_id,
        customers.started_at as first_customer_act_at
    from acquisitions
    left join sides on acquisitions.account_id = sides.account_id
    {% for name, number in [
        ('first_acts', 'first_number'), ('products', 'product_number'),
        ('humans', 'human_number'), ('customers', 'customer_number')
    ] -%}
    left join candidates as {{ name }}
        on sides.account_id = {{ name }}.account_id
            and sides.{{ number }} = {{ name }}.evidence_number
    {% endfor %}

),

stepped as (

    select
        *,
        case
            when side is not null then concat_ws('_', 'acquired', side)
            when entry_model in ('sales_provisioned', 'pilot') or signup_source = 'sales'
                then 'provisioned'
            when signup_source in ('paid', 'campaign') then 'stated_marketing'
            when signup_source in ('organic', 'referral', 'invite', 'exposure')
                then 'stated_self_serve'
            else 'nothing_found'
        end as rule_step
    from evidenced

),

classed as (

    select
        *,
        case rule_step
            when 'acquired_product' then 'product_performed_prompted'
            when 'acquired_human' then 'human_started'
            when 'acquired_customer' then 'customer_inbound'
            when 'acquired_marketing' then 'marketing_started'
            when 'provisioned' then 'human_started'
            when 'stated_marketing' then 'marketing_started'
            when 'stated_self_serve' then 'product_performed_unprompted'
            else 'unknown'
        end as initiation
    from stepped

),

named as (

    select
        *,
        {{ dbt.split_part('initiation', "'_'", 1) }} as initiated_by
    from classed

),

final as (

    select
        account_id,
        rule_step,
        initiation,
        initiated_by,
        coalesce(trigger_kind, 'none') as trigger_kind,
        trigger_id,
        triggered_at,
        first_product_signal_id,
        first_product_signal_at,
        first_human_touch_id,
        first_human_touch_at,
        first_customer_act_id,
        first_customer_act_at,
        cast(null as varchar) as contract_kind,
        false as is_trigger_linked,
        false as is_prompt_shown_only,
        initiated_by = 'product' as is_product_strict,
        initiated_by = 'product' as is_product_standard,
        initiated_by = 'product' as is_product_broad,
        initiated_by <> 'unknown' as is_in_ratio,
        case
            when side is not null
                then concat_ws(
                        '',
                        'The earliest act in the look-back was a ',
                        replace(trigger_kind, '_', ' '),
                        ' (', trigger_id, ') on ', cast(cast(triggered_at as date) as varchar), '.'
                    )
            else concat_ws(
                    '', 'No act was found in the look-back; the first workspace: ',
                    coalesce(replace(entry_model, '_', ' '), 'none'), ', its source: ',
                    coalesce(signup_source, 'not stated'), '.'
                )
        end as reason,
        'An earlier invitation, shared output, touch, request or campaign in the look-back.'
            as would_change
    from named

)

select * from final
