with experiments as (

    select * from {{ ref('stg_config__experiments') }}
    where is_randomised and lever in ('prompt', 'sales_assist')

),

assignments as (

    select * from {{ ref('stg_product__experiment_assignments') }}

),

bridge as (

    select * from {{ ref('int_identity__bridge') }}

),

product_users as (

    select * from {{ ref('stg_product__product_users') }}

),

outcomes as (

    select * from {{ ref('int_failure_modes__cbh_outcomes') }}
    where is_judged

),

months as (

    select * from {{ ref('int_failure_modes__months') }}

),

settings as (

    select * from {{ ref('int_failure_modes__cbh_settings') }}

),

-- A user's account is that of the workspace in which the user was first.
user_workspaces as (

    select
        user_id,
        workspace_id,
        row_number() over (
            partition by user_id order by created_at asc nulls last, workspace_id asc nulls last
        ) as place
    from product_users

),

placed as (

    select
        assignments.experiment_key,
        bridge.account_id,
        assignments.arm,
        experiments.control_arm,
        assignments.assigned_at,
        row_number() over (
            partition by assignments.experiment_key, bridge.account_id
            order by assignments.assigned_at asc nulls last, assignments.unit_id asc nulls last
        ) as place
    from assignments
    inner join experiments on assignments.experiment_key = experiments.experiment_key
    left join user_workspaces
        on assignments.unit_type = 'user'
            and assignments.unit_id = user_workspaces.user_id
            and user_workspaces.place = 1
    inner join bridge
        on bridge.source_id = coalesce(user_workspaces.workspace_id, assignments.unit_id)
            and bridge.source_system = case
                when assignments.unit_type = 'user' then 'workspace' else assignments.unit_type
            end

),

-- As assigned, whatever was then done (intent to treat): an account stands in the arm of its first
-- assignment, and only if it reached value after it.
final as (

    select
        months.as_of_month,
        placed.experiment_key,
        sum(case when placed.arm <> placed.control_arm then 1 else 0 end) as treated,
        sum(
            case
                when placed.arm <> placed.control_arm
                    and {{ dbt.datediff('outcomes.value_reached_on', 'outcomes.bought_on', 'day') }}
                    <= settings.horizon_days
                    then 1
                else 0
            end
        ) as treated_converted,
        sum(case when placed.arm = placed.control_arm then 1 else 0 end) as control,
        sum(
            case
                when placed.arm = placed.control_arm
                    and {{ dbt.datediff('outcomes.value_reached_on', 'outcomes.bought_on', 'day') }}
                    <= settings.horizon_days
                    then 1
                else 0
            end
        ) as control_converted
    from months
    cross join settings
    inner join outcomes
        on {{ dbt.datediff('outcomes.value_reached_on', 'months.as_of_on', 'day') }}
            >= settings.horizon_days
    inner join placed
        on outcomes.account_id = placed.account_id
            and outcomes.value_reached_at >= placed.assigned_at
    where placed.place = 1
    group by months.as_of_month, placed.experiment_key

)

select * from final
