-- Names are taken as they are. A deal without an account, or without the day on which it began, stays
-- so: nobody can say whose it is, and the warehouse keeps it in quarantine instead of guessing.
with deals as (

    select
        *,
        min(case when deal_stage = 'Won' then close_date end) over (partition by account)
            as first_won_on
    from read_csv('{source}/sales_pipeline.csv')

)

select
    opportunity_id,
    account as crm_account_id,
    product as product_line,
    case when account is not null and engage_date > first_won_on then 'expansion' else 'new' end
        as opportunity_type,
    cast(engage_date as timestamp) as created_at,
    'human' as created_by,
    sales_agent as created_by_id,
    sales_agent as owner_id,
    close_value as amount,
    'USD' as currency,
    deal_stage as stage,
    close_date as closed_on,
    case deal_stage when 'Won' then true when 'Lost' then false end as is_won
from deals
