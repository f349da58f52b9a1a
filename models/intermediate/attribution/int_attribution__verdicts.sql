with comparisons as (

    select * from {{ ref('int_attribution__comparisons') }}

),

metered_starts as (

    select * from {{ ref('int_attribution__metered_starts') }}

),

-- The first step that holds decides.
stepped as (

    select
        *,
        case
            when contract_kind is not null then '1'
            when is_metered then 'metered'
            when product_at is not null
                and (is_self_serve or order_channel = 'system')
                and is_product_before_late_human then '2'
            when product_at is null and is_self_serve and late_human_at is null then '3'
            when product_at is not null and not is_self_serve and is_product_before_human
                and is_product_before_customer and is_auto_opened then '4'
            when answered_at is not null and not is_self_serve and is_answered_before_customer
                and tie_rule <> 'human_wins' then '5'
            when product_at is not null and human_at is null and customer_at is null then '5b'
            when human_at is not null and is_human_before_customer then '6'
            when customer_at is not null then '7'
            else '8'
        end as rule_step
    from comparisons

),

classed as (

    select
        stepped.*,
        metered_starts.trigger_id as metered_trigger_id,
        metered_starts.trigger_kind as metered_trigger_kind,
        metered_starts.started_at as metered_at,
        case
            when stepped.rule_step = '1' then 'contractual'
            when stepped.rule_step = 'metered' and metered_starts.order_id is null
                then 'customer_inbound'
            when stepped.rule_step in ('2', 'metered') then 'product_performed_prompted'
            when stepped.rule_step = '3' then 'product_performed_unprompted'
            when stepped.rule_step = '4' then 'product_started_human_run'
            when stepped.rule_step = '5' then 'human_started_product_informed'
            when stepped.rule_step = '5b' and stepped.is_prompt_completed
                then 'product_performed_prompted'
            when stepped.rule_step = '6' then 'human_started'
            when stepped.rule_step = '7' then 'customer_inbound'
            else 'unknown'
        end as initiation
    from stepped
    left join metered_starts
        on stepped.account_id = metered_starts.account_id
            and stepped.order_id = metered_starts.order_id

),

named as (

    select
        *,
        case
            when initiation in (
                'product_performed_prompted', 'product_performed_unprompted',
                'product_started_human_run'
            ) then 'product'
            when initiation in ('human_started_product_informed', 'human_started') then 'human'
            when initiation = 'customer_inbound' then 'customer'
            when initiation = 'contractual' then 'contract'
            else 'unknown'
        end as initiated_by,
        case
            when rule_step = '1' then 'contract'
            when rule_step = 'metered' then metered_trigger_kind
            when rule_step in ('2', '4', '5b') and initiation <> 'unknown'
                then product_trigger_kind
            when rule_step = '5' then answered_trigger_kind
            when rule_step = '6' then human_trigger_kind
            when rule_step = '7' then customer_trigger_kind
        end as known_trigger_kind
    from classed

),

final as (

    select
        account_id,
        order_id,
        scenario_id,
        is_base,
        rule_step,
        initiation,
        initiated_by,
        coalesce(known_trigger_kind, 'none') as trigger_kind,
        case coalesce(known_trigger_kind, 'none')
            when 'none' then cast(null as varchar)
            when 'contract' then cast(null as varchar)
            else case
                when rule_step = 'metered' then metered_trigger_id
                when rule_step = '5' then answered_trigger_id
                when rule_step = '6' then human_trigger_id
                when rule_step = '7' then customer_trigger_id
                else product_trigger_id
            end
        end as trigger_id,
        case coalesce(known_trigger_kind, 'none')
            when 'none' then cast(null as timestamp)
            when 'contract' then cast(null as timestamp)
            else case
                when rule_step = 'metered' then metered_at
                when rule_step = '5' then answered_at
                when rule_step = '6' then human_at
                when rule_step = '7' then customer_at
                else product_at
            end
        end as triggered_at,
        rule_step in ('2', '3') as is_product_strict,
        initiated_by = 'product' and rule_step <> 'metered' as is_product_standard,
        initiated_by in ('product', 'human', 'customer') and rule_step <> 'metered' as is_in_ratio
    from named

)

select * from final
