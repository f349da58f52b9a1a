-- Which workspaces would a holdout of a tenth leave without the lever, before anybody is assigned?
with workspaces as (

    select * from {{ ref('fct_funnel_workspaces') }}

),

final as (

    select
        workspace_id,
        account_id,
        signed_up_at,
        {{ assigned_arm("'next_experiment'", 'account_id', 0.9) }} as arm
    from workspaces
    where first_paid_at is null

)

select * from final
