with actions as (

    select * from {{ ref('int_failure_modes__actions') }}

),

answers as (

    select * from {{ ref('int_failure_modes__action_answers') }}

),

managers as (

    select * from {{ ref('int_failure_modes__managers') }}

),

months as (

    select * from {{ ref('int_failure_modes__months') }}
    where is_current

),

account_classes as (

    select * from {{ ref('int_identity__account_classes') }}

),

context_packs as (

    select * from {{ ref('int_failure_modes__context_packs') }}

),

settings as (

    select
        max(case when parameter = 'action_due_days' then cast(value as bigint) end) as due_days,
        max(case when parameter = 'action_queue_size' then cast(value as bigint) end) as queue_size
    from {{ ref('int_failure_modes__scenario_values') }}
    where is_base

),

-- What people rejected goes last; rules without a price of their own follow the priced ones.
ranked as (

    select
        actions.*,
        coalesce(answers.decision, 'open') as status,
        answers.decided_at,
        answers.outcome,
        row_number() over (
            order by
                case when answers.decision = 'rejected' then 1 else 0 end asc nulls last,
                actions.impact_gm desc nulls last,
                actions.action_id asc nulls last
        ) as place,
        actions.account_id is null as is_rule
    from actions
    left join answers on actions.action_id = answers.action_id

),

final as (

    select
        ranked.action_id,
        ranked.account_id,
        ranked.failure_mode,
        ranked.place as rank,
        ranked.suggested_trigger,
        ranked.suggested_motion,
        ranked.human_keeps,
        ranked.owner_function,
        case
            when ranked.owner_function = 'success'
                then coalesce(managers.csm_id, account_classes.owner_id)
            else coalesce(account_classes.owner_id, managers.csm_id)
        end as owner_id,
        cast({{ dbt.dateadd('day', 'settings.due_days', 'months.as_of_on') }} as date) as due_on,
        ranked.impact_gm,
        ranked.evidence,
        context_packs.features_used,
        context_packs.active_days_per_user,
        context_packs.invites_28d,
        context_packs.limits_near,
        context_packs.last_touch_at,
        context_packs.past_touches,
        ranked.status,
        ranked.decided_at,
        ranked.outcome
    from ranked
    cross join months
    cross join settings
    left join managers
        on ranked.account_id = managers.account_id and months.as_of_month = managers.as_of_month
    left join account_classes on ranked.account_id = account_classes.account_id
    left join context_packs on ranked.account_id = context_packs.account_id
    where ranked.place <= settings.queue_size or ranked.is_rule

)

select * from final
