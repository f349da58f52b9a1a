with prompt_actions as (

    select * from {{ ref('stg_product__in_product_prompts') }}

),

-- The first row of a prompt speaks for it: where it appeared, and what it offered.
actions_in_order as (

    select
        *,
        row_number() over (
            partition by prompt_id
            order by
                acted_at asc nulls last,
                case action when 'shown' then 1 when 'clicked' then 2 else 3 end asc nulls last,
                workspace_id asc nulls last
        ) as action_number
    from prompt_actions

),

prompts as (

    select
        prompt_id,
        max(case when action_number = 1 then workspace_id end) as workspace_id,
        max(case when action_number = 1 then prompt_type end) as prompt_type,
        max(case when action_number = 1 then product_line end) as product_line,
        min(signal_id) as linked_signal_id,
        min(acted_at) as signalled_at,
        min(case when action in ('clicked', 'completed') then acted_at end) as engaged_at,
        min(case when action = 'completed' then acted_at end) as completed_at,
        max(case when action = 'dismissed' then 1 else 0 end) = 1 as is_dismissed,
        count(case when action = 'shown' then 1 end) as shown_count,
        count(*) - count(distinct action) as repeat_count
    from actions_in_order
    group by prompt_id

),

final as (

    select
        prompt_id as source_id,
        workspace_id,
        product_line,
        'prompt_' || prompt_type as signal_type,
        prompt_type,
        linked_signal_id,
        signalled_at,
        engaged_at,
        completed_at,
        case
            when completed_at is not null then 'strong'
            when engaged_at is not null then 'medium'
            else 'weak'
        end as strength,
        concat_ws(
            '',
            'prompt ',
            prompt_type,
            case
                when completed_at is not null then ' completed'
                when engaged_at is not null then ' clicked'
                when is_dismissed then ' dismissed'
                else ' shown'
            end,
            case when shown_count = 0 then ', never logged as shown' end,
            case
                when repeat_count > 0
                    then concat_ws('', ', logged ', cast(repeat_count as varchar), ' times too often')
            end
        ) as evidence
    from prompts

)

select * from final
