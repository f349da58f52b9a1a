with cost_months as (

    select * from {{ ref('int_economics__cost_months') }}

),

revenue_accounts as (

    select * from {{ ref('int_revenue__accounts') }}

),

spend as (

    select
        cast({{ dbt.date_trunc('quarter', 'month') }} as date) as quarter,
        sum(amount) as amount,
        count(distinct month) as months,
        count(distinct cost_line) as cost_lines
    from cost_months
    where cost_line in ('sales', 'marketing')
    group by cast({{ dbt.date_trunc('quarter', 'month') }} as date)

),

customers as (

    select
        cast({{ dbt.date_trunc('quarter', 'first_paid_on') }} as date) as quarter,
        count(*) as new_accounts
    from revenue_accounts
    group by cast({{ dbt.date_trunc('quarter', 'first_paid_on') }} as date)

),

-- What was spent in a quarter wins the customers of the next; a spend that is not whole is unknown.
final as (

    select
        customers.quarter,
        customers.new_accounts,
        case when spend.months = 3 and spend.cost_lines = 2 then spend.amount end as amount,
        case
            when spend.months = 3 and spend.cost_lines = 2
                then cast(spend.amount as double) / customers.new_accounts
        end as cac
    from customers
    left join spend
        on customers.quarter = {{ dbt.dateadd('month', 3, 'spend.quarter') }}

)

select * from final
