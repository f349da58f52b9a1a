with crm_accounts as (

    select * from {{ ref('stg_crm__crm_accounts') }}

),

account_of as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

account_classes as (

    select * from {{ ref('int_identity__account_classes') }}
    where segment = 'enterprise'

),

revenue_accounts as (

    select * from {{ ref('int_revenue__accounts') }}
    where is_paying

),

as_of as (

    select * from {{ ref('as_of') }}

),

reference_accounts as (

    select
        account_of.account_id,
        max(case when crm_accounts.is_reference then 1 else 0 end) as reference_count
    from crm_accounts
    inner join account_of on crm_accounts.crm_account_id = account_of.crm_account_id
    group by account_of.account_id

),

enterprise as (

    select
        as_of.as_of_on,
        count(case when reference_accounts.reference_count = 1 then 1 end) as reference_count,
        count(*) as account_count
    from account_classes
    cross join as_of
    inner join revenue_accounts on account_classes.account_id = revenue_accounts.account_id
    left join reference_accounts on account_classes.account_id = reference_accounts.account_id
    group by as_of.as_of_on

),

final as (

    select
        {{ figure(
            "'M77'", 'as_of', "as_of_on", "'paying enterprise accounts that serve as reference'",
            'share', numerator="reference_count", denominator="account_count"
        ) }}
    from enterprise

)

select * from final
