with cost_months as (

    select * from {{ ref('int_economics__cost_months') }}

),

revenue_accounts as (

    select * from {{ ref('int_revenue__accounts') }}

),

months as (

    select * from {{ ref('int_growth__months') }}

),

infra_costs as (

    select * from {{ ref('stg_finance__infra_costs') }}

),

workspaces as (

    select * from {{ ref('int_growth__workspaces') }}

),

costs as (

    select
        cast({{ dbt.date_trunc('quarter', 'month') }} as date) as quarter,
        count(distinct month) as month_count,
        sum(case when cost_line = 'sales' then amount end) as sales_amount,
        sum(case when cost_line = 'marketing' then amount end) as marketing_amount,
        sum(case when cost_line = 'growth' then amount end) as growth_amount,
        sum(case when cost_line = 'onboarding' then amount end) as onboarding_amount,
        sum(case when cost_line = 'success' then amount end) as success_amount,
        sum(case when cost_line = 'support' then amount end) as support_amount
    from cost_months
    group by cast({{ dbt.date_trunc('quarter', 'month') }} as date)

),

-- What the workspaces of accounts cost that did not pay at the time.
free_hosting as (

    select
        cast({{ dbt.date_trunc('quarter', 'infra_costs.month') }} as date) as quarter,
        cast(sum(infra_costs.amount) as decimal(28, 8)) as free_hosting_amount
    from infra_costs
    inner join workspaces on infra_costs.workspace_id = workspaces.workspace_id
    where
        workspaces.first_paid_at is null
        or cast(workspaces.first_paid_at as date) > infra_costs.month
    group by cast({{ dbt.date_trunc('quarter', 'infra_costs.month') }} as date)

),

quarters as (

    select
        quarter,
        max(ends_on) as ends_on,
        count(*) as month_count
    from months
    group by quarter

),

customers as (

    select
        cast({{ dbt.date_trunc('quarter', 'first_paid_on') }} as date) as quarter,
        count(*) as new_accounts,
        sum(first_paid_mrr) as new_mrr
    from revenue_accounts
    where first_paid_on is not null
    group by cast({{ dbt.date_trunc('quarter', 'first_paid_on') }} as date)

),

final as (

    select
        quarters.quarter,
        quarters.ends_on
        = {{ dbt.dateadd('day', -1, dbt.dateadd('quarter', 1, 'quarters.quarter')) }}
        and costs.month_count = 3 as is_complete,
        costs.sales_amount,
        costs.marketing_amount,
        costs.growth_amount,
        costs.onboarding_amount,
        costs.success_amount,
        costs.support_amount,
        free_hosting.free_hosting_amount,
        coalesce(customers.new_accounts, 0) as new_accounts,
        customers.new_mrr
    from quarters
    left join costs on quarters.quarter = costs.quarter
    left join free_hosting on quarters.quarter = free_hosting.quarter
    left join customers on quarters.quarter = customers.quarter

)

select * from final
