with customers as (

    select * from {{ ref('stg_billing__billing_customers') }}

),

crm_accounts as (

    select * from {{ ref('stg_crm__crm_accounts') }}

),

final as (

    select
        customers.customer_id,
        concat(
            'acct_',
            md5(
                case
                    when crm_accounts.crm_account_id is not null
                        then concat('crm_account:', crm_accounts.crm_account_id)
                    else concat('customer:', customers.customer_id)
                end
            )
        ) as account_id
    from customers
    left join crm_accounts on customers.crm_account_id = crm_accounts.crm_account_id

)

select * from final
