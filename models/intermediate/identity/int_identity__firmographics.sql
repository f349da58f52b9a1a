with crm_accounts as (

    select * from {{ ref('stg_crm__crm_accounts') }}

),

account_of as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

crm_roots as (

    select * from {{ ref('int_identity__crm_roots') }}

),

-- The parent speaks for the account; where a company merged several, the largest of them.
in_order as (

    select
        account_of.account_id,
        crm_accounts.crm_account_id,
        crm_accounts.account_name,
        nullif(trim(crm_accounts.industry), '') as industry,
        nullif(trim(crm_accounts.region), '') as region,
        crm_accounts.employee_count,
        nullif(lower(trim(crm_accounts.segment)), '') as crm_segment,
        nullif(trim(crm_accounts.technologies), '') as technologies,
        row_number() over (
            partition by account_of.account_id
            order by
                case
                    when crm_roots.root_crm_account_id = crm_accounts.crm_account_id then 0 else 1
                end asc nulls last,
                crm_accounts.employee_count desc nulls last,
                crm_accounts.crm_account_id asc nulls last
        ) as place
    from crm_accounts
    inner join account_of on crm_accounts.crm_account_id = account_of.crm_account_id
    inner join crm_roots on crm_accounts.crm_account_id = crm_roots.crm_account_id

),

-- What the parent leaves out, its subsidiaries may know.
final as (

    select
        account_id,
        max(case when place = 1 then crm_account_id end) as crm_account_id,
        max(case when place = 1 then account_name end) as account_name,
        coalesce(max(case when place = 1 then industry end), max(industry)) as industry,
        coalesce(max(case when place = 1 then region end), max(region)) as region,
        coalesce(max(case when place = 1 then employee_count end), max(employee_count))
            as employee_count,
        coalesce(max(case when place = 1 then crm_segment end), max(crm_segment)) as crm_segment,
        coalesce(max(case when place = 1 then technologies end), max(technologies))
            as technologies
    from in_order
    group by account_id

)

select * from final
