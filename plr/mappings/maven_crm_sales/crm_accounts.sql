-- The files name companies and date none of them: an account is known from its first deal on.
with first_deals as (

    select
        account,
        min(engage_date) as first_on
    from read_csv('{source}/sales_pipeline.csv')
    where account is not null
    group by account

)

select
    accounts.account as crm_account_id,
    accounts.subsidiary_of as parent_crm_account_id,
    accounts.account as account_name,
    accounts.sector as industry,
    accounts.employees as employee_count,
    accounts.office_location as region,
    cast(first_deals.first_on as timestamp) as created_at
from read_csv('{source}/accounts.csv') as accounts
left join first_deals on accounts.account = first_deals.account
