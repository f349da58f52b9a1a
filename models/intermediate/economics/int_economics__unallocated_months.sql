with account_months as (

    select * from {{ ref('int_economics__account_months') }}

),

cost_months as (

    select * from {{ ref('int_economics__cost_months') }}
    where is_cost_of_revenue

),

revenue_months as (

    select * from {{ ref('int_economics__revenue_months') }}

),

margin_months as (

    select * from {{ ref('int_economics__margin_months') }}
    where cs_basis = 'as_set'

),

ledger as (

    select
        month,
        sum(case when cost_line = 'hosting' then amount else 0 end) as infrastructure_cost,
        sum(case when cost_line = 'third_party' then amount else 0 end) as third_party_cost,
        sum(case when cost_line = 'support' then amount else 0 end) as support_cost,
        sum(case when cost_line = 'success' then amount else 0 end) as success_cost_full,
        sum(case when cost_line in ('onboarding', 'professional_services') then amount else 0 end)
            as services_cost,
        sum(case when cost_line = 'payments' then amount else 0 end) as payment_cost
    from cost_months
    group by month

),

given as (

    select
        month,
        sum(recurring_revenue) as recurring_revenue,
        sum(infrastructure_cost) as infrastructure_cost,
        sum(third_party_cost) as third_party_cost,
        sum(support_cost) as support_cost,
        sum(success_cost) as success_cost,
        sum(services_cost) as services_cost,
        sum(payment_cost) as payment_cost
    from account_months
    group by month

),

-- What the ledger holds beyond the accounts; costs only where the month is known whole.
final as (

    select
        margin_months.month,
        revenue_months.recurring_revenue - coalesce(given.recurring_revenue, 0)
            as recurring_revenue,
        ledger.infrastructure_cost - coalesce(given.infrastructure_cost, 0) as infrastructure_cost,
        ledger.third_party_cost - coalesce(given.third_party_cost, 0) as third_party_cost,
        ledger.support_cost - coalesce(given.support_cost, 0) as support_cost,
        cast(ledger.success_cost_full * margin_months.cs_cogs_share as decimal(28, 8))
        - coalesce(given.success_cost, 0) as success_cost,
        ledger.services_cost - coalesce(given.services_cost, 0) as services_cost,
        ledger.payment_cost - coalesce(given.payment_cost, 0) as payment_cost
    from margin_months
    left join revenue_months on margin_months.month = revenue_months.month
    left join ledger on margin_months.month = ledger.month and margin_months.is_known
    left join given on margin_months.month = given.month

)

select * from final
