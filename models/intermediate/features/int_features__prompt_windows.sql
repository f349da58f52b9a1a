with prompt_actions as (

    select * from {{ ref('stg_product__in_product_prompts') }}

),

as_of_days as (

    select * from {{ ref('int_features__as_of_days') }}

),

final as (

    select
        prompt_actions.workspace_id,
        as_of_days.as_of_on,
        count(distinct case when prompt_actions.action = 'shown' then prompt_actions.prompt_id end)
            as prompts_shown,
        count(
            distinct case
                when prompt_actions.action in ('clicked', 'completed') then prompt_actions.prompt_id
            end
        ) as prompts_engaged,
        count(
            distinct case
                when
                    prompt_actions.prompt_type in ('checkout_start', 'contact_sales')
                    or (
                        prompt_actions.prompt_type in ('paywall', 'upgrade_cta')
                        and prompt_actions.action in ('clicked', 'completed')
                    )
                    then prompt_actions.prompt_id
            end
        ) as purchase_intents,
        max(cast(prompt_actions.acted_at as date)) as latest_fact_on
    from prompt_actions
    inner join as_of_days on cast(prompt_actions.acted_at as date) = as_of_days.day_on
    group by prompt_actions.workspace_id, as_of_days.as_of_on

)

select * from final
