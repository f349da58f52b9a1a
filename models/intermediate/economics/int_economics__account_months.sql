with allocations as (

    select * from {{ ref('int_economics__cost_allocations') }}
    where recipient = 'account'

),

account_revenue as (

    select * from {{ ref('int_economics__account_revenue') }}

),

account_concessions as (

    select * from {{ ref('int_economics__account_concessions') }}

),

margin_months as (

    select * from {{ ref('int_economics__margin_months') }}
    where cs_basis = 'as_set'

),

pieces as (

    select
        month,
        account_id,
        cost_line as piece,
        amount
    from allocations
    where amount <> 0
    union all
    select
        month,
        account_id,
        'revenue' as piece,
        recurring_revenue as amount
    from account_revenue
    union all
    select
        month,
        account_id,
        'concession' as piece,
        amount
    from account_concessions

),

summed as (

    select
        month,
        account_id,
        sum(case when piece = 'revenue' then amount else 0 end) as recurring_revenue,
        sum(case when piece = 'hosting' then amount else 0 end) as infrastructure_cost,
        sum(case when piece = 'third_party' then amount else 0 end) as third_party_cost,
        sum(case when piece = 'support' then amount else 0 end) as support_cost,
        sum(case when piece = 'success' then amount else 0 end) as success_cost_full,
        sum(case when piece in ('onboarding', 'professional_services') then amount else 0 end)
            as services_cost,
        sum(case when piece = 'payments' then amount else 0 end) as payment_cost,
        sum(case when piece = 'concession' then amount else 0 end) as concession_amount
    from pieces
    group by month, account_id

),

-- A month of which the ledger does not tell everything has no cost to serve.
known as (

    select
        summed.*,
        coalesce(margin_months.is_known, false) as is_known,
        summed.success_cost_full * margin_months.cs_cogs_share as success_cost,
        summed.infrastructure_cost + summed.third_party_cost + summed.support_cost
        + summed.services_cost + summed.payment_cost as cost_without_success
    from summed
    left join margin_months on summed.month = margin_months.month

),

final as (

    select
        month,
        account_id,
        is_known,
        cast(recurring_revenue as decimal(28, 8)) as recurring_revenue,
        cast(case when is_known then infrastructure_cost end as decimal(28, 8))
            as infrastructure_cost,
        cast(case when is_known then third_party_cost end as decimal(28, 8)) as third_party_cost,
        cast(case when is_known then support_cost end as decimal(28, 8)) as support_cost,
        cast(case when is_known then success_cost_full end as decimal(28, 8)) as success_cost_full,
        cast(case when is_known then success_cost end as decimal(28, 8)) as success_cost,
        cast(case when is_known then services_cost end as decimal(28, 8)) as services_cost,
        cast(case when is_known then payment_cost end as decimal(28, 8)) as payment_cost,
        cast(concession_amount as decimal(28, 8)) as concession_amount,
        cast(case when is_known then cost_without_success end as decimal(28, 8))
            as cost_without_success,
        cast(
            case when is_known then cost_without_success + cast(success_cost as decimal(28, 8)) end
            as decimal(28, 8)
        ) as cost_to_serve
    from known

)

select * from final
