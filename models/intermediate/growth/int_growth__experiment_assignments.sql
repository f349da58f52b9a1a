with experiments as (

    select * from {{ ref('stg_config__experiments') }}

),

assignments as (

    select * from {{ ref('stg_product__experiment_assignments') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

customer_accounts as (

    select * from {{ ref('int_identity__customer_accounts') }}

),

users as (

    select * from {{ ref('int_growth__users') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

thresholds as (

    select * from {{ ref('int_config__parameters') }}

),

placed as (

    select
        assignments.experiment_key,
        experiments.lever,
        experiments.is_randomised,
        experiments.starts_on,
        assignments.unit_type,
        assignments.unit_id,
        coalesce(
            workspace_accounts.account_id, crm_accounts.account_id,
            customer_accounts.account_id, users.account_id
        ) as account_id,
        assignments.arm <> experiments.control_arm as is_treated,
        assignments.assigned_at,
        case when experiments.lever = 'lifecycle_message' then 'activation' else 'purchase' end
            as outcome_kind,
        case
            when experiments.lever = 'lifecycle_message' then thresholds.act_window_days
            else settings.incrementality_outcome_days
        end as outcome_days
    from assignments
    cross join settings
    cross join thresholds
    inner join experiments on assignments.experiment_key = experiments.experiment_key
    left join workspace_accounts
        on
            assignments.unit_type = 'workspace'
            and assignments.unit_id = workspace_accounts.workspace_id
    left join crm_accounts
        on
            assignments.unit_type = 'crm_account'
            and assignments.unit_id = crm_accounts.crm_account_id
    left join customer_accounts
        on
            assignments.unit_type = 'customer'
            and assignments.unit_id = customer_accounts.customer_id
    left join users
        on assignments.unit_type = 'user' and assignments.unit_id = users.user_id
    where
        cast(assignments.assigned_at as date) >= experiments.starts_on
        and (
            experiments.ends_on is null
            or cast(assignments.assigned_at as date) <= experiments.ends_on
        )

),

-- An account pays once: of several units of one account the first assigned speaks for it.
in_order as (

    select
        *,
        row_number() over (
            partition by
                experiment_key, case when outcome_kind = 'purchase' then account_id else unit_id end
            order by assigned_at asc nulls last, unit_id asc nulls last
        ) as unit_number
    from placed
    where account_id is not null

),

final as (

    select
        experiment_key,
        lever,
        is_randomised,
        starts_on,
        unit_type,
        unit_id,
        account_id,
        is_treated,
        assigned_at,
        outcome_kind,
        outcome_days
    from in_order
    where unit_number = 1

)

select * from final
