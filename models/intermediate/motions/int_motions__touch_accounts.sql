with touch_candidates as (

    select * from {{ ref('int_motions__touch_candidates') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

domain_accounts as (

    select * from {{ ref('int_identity__domain_accounts') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

placed as (

    select
        touch_candidates.*,
        coalesce(
            crm_accounts.account_id, workspace_accounts.account_id, domain_accounts.account_id
        ) as account_id,
        case
            when crm_accounts.account_id is not null then 'crm_account'
            when workspace_accounts.account_id is not null then 'workspace'
            when domain_accounts.account_id is not null then 'email_domain'
        end as account_basis,
        touch_candidates.touched_at > as_of.as_of_at as is_after_as_of
    from touch_candidates
    cross join as_of
    left join crm_accounts on touch_candidates.crm_account_id = crm_accounts.crm_account_id
    left join workspace_accounts
        on touch_candidates.workspace_id = workspace_accounts.workspace_id
    left join domain_accounts
        on lower(trim(touch_candidates.email_domain)) = domain_accounts.mail_domain

),

final as (

    select
        *,
        case
            when is_after_as_of then 'it is later than the as-of day'
            when act = 'opened_by_system' then 'a system opened the opportunity, not a person'
            when act = 'opened_by_unknown'
                then 'nothing says whether a person or a system opened the opportunity'
            when account_id is not null then null
            when crm_account_id is not null
                then 'its CRM account is not known: ' || crm_account_id
            when workspace_id is not null then 'its workspace is not known: ' || workspace_id
            when email_domain is not null
                then 'no account owns the domain of its address: ' || email_domain
            else 'it names no account, workspace or address'
        end as exclusion_reason
    from placed

)

select * from final
