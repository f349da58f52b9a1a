with concessions as (

    select * from {{ ref('stg_billing__concessions') }}

),

customer_accounts as (

    select * from {{ ref('int_identity__customer_accounts') }}

),

exchange_rates as (

    select * from {{ ref('int_revenue__exchange_rates') }}

),

final as (

    select
        concessions.concession_id,
        customer_accounts.account_id,
        cast(concessions.granted_at as date) as granted_on,
        cast({{ dbt.date_trunc('month', 'concessions.granted_at') }} as date) as month,
        concessions.kind,
        concessions.is_renewal,
        cast(concessions.amount * exchange_rates.rate as decimal(28, 8)) as amount
    from concessions
    inner join customer_accounts on concessions.customer_id = customer_accounts.customer_id
    inner join exchange_rates
        on concessions.currency = exchange_rates.currency
            and cast(concessions.granted_at as date) >= exchange_rates.valid_from
            and cast(concessions.granted_at as date) < exchange_rates.valid_until

)

select * from final
