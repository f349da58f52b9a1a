with workspaces as (

    select * from {{ ref('stg_product__workspaces') }}

),

opportunities as (

    select * from {{ ref('stg_crm__opportunities') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

accounts as (

    select * from {{ ref('int_revenue__accounts') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

beginnings as (

    select
        workspace_accounts.account_id,
        workspaces.created_at
    from workspaces
    inner join workspace_accounts on workspaces.workspace_id = workspace_accounts.workspace_id
    union all
    select
        crm_accounts.account_id,
        opportunities.created_at
    from opportunities
    inner join crm_accounts on opportunities.crm_account_id = crm_accounts.crm_account_id

),

firsts as (

    select
        account_id,
        min(created_at) as created_at
    from beginnings
    group by account_id

),

-- When the account first paid, counted from its creation, and how long it has had so far.
aged as (

    select
        firsts.account_id,
        firsts.created_at,
        {{ dbt.datediff('firsts.created_at', 'accounts.first_paid_on', 'day') }} as days_to_paid,
        {{ dbt.datediff('firsts.created_at', 'as_of.as_of_on', 'day') }} as days_known,
        parameters.later_arr_days,
        accounts.first_paid_mrr
    from firsts
    cross join parameters
    cross join as_of
    left join accounts on firsts.account_id = accounts.account_id

),

final as (

    select
        account_id,
        created_at,
        cast(case
            when days_to_paid between 0 and later_arr_days then first_paid_mrr * 12
            when days_to_paid is not null or days_known > later_arr_days then 0
        end as decimal(28, 8)) as later_arr
    from aged

)

select * from final
