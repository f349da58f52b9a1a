with handoffs as (

    select * from {{ ref('int_growth__handoffs') }}

),

human_touches as (

    select * from {{ ref('int_motions__human_touches') }}

),

prompts as (

    select * from {{ ref('int_product__prompts') }}
    where prompt_type in ('checkout_start', 'trial_end')

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

touches as (

    select
        handoffs.handoff_id,
        handoffs.account_id,
        human_touches.touched_at,
        human_touches.source_table
    from handoffs
    inner join human_touches
        on
            handoffs.account_id = human_touches.account_id
            and human_touches.touched_at >= handoffs.delivered_at
            and handoffs.open_until_at > human_touches.touched_at
    where human_touches.side = 'human'

),

-- A checkout or the end of a trial that the customer was in the middle of.
collisions as (

    select touches.handoff_id
    from touches
    cross join settings
    inner join workspace_accounts on touches.account_id = workspace_accounts.account_id
    inner join prompts
        on
            workspace_accounts.workspace_id = prompts.workspace_id
            and touches.touched_at >= prompts.signalled_at
            and (prompts.completed_at is null or touches.touched_at < prompts.completed_at)
    where
        touches.source_table = 'commercial_touches'
        and touches.touched_at
        <= {{ dbt.dateadd('hour', 'settings.collision_hours', 'prompts.signalled_at') }}
    group by touches.handoff_id

),

firsts as (

    select
        handoff_id,
        min(touched_at) as first_touched_at,
        cast(count(*) as bigint) as touch_count
    from touches
    group by handoff_id

),

final as (

    select
        firsts.handoff_id,
        firsts.first_touched_at,
        firsts.touch_count,
        collisions.handoff_id is not null as is_collision
    from firsts
    left join collisions on firsts.handoff_id = collisions.handoff_id

)

select * from final
