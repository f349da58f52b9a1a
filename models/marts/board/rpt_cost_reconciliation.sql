with allocations as (

    select * from {{ ref('int_economics__cost_allocations') }}

),

cs_shares as (

    select * from {{ ref('int_economics__cs_shares') }}
    where cs_basis = 'as_set'

),

cost_months as (

    select * from {{ ref('int_economics__cost_months') }}
    where is_cost_of_revenue

),

parameter_values as (

    select cast(value as decimal(18, 6)) as bn_recon_tolerance
    from {{ ref('int_config__parameter_values') }}
    where parameter = 'bn_recon_tolerance'

),

-- Of success only the share that is cost of revenue weighs in the sum.
weighed as (

    select
        allocations.month,
        allocations.cost_line,
        allocations.recipient,
        allocations.amount,
        cast(
            allocations.amount
            * case when allocations.cost_line = 'success' then cs_shares.cs_cogs_share else 1 end
            as decimal(28, 8)
        ) as amount_of_revenue
    from allocations
    cross join cs_shares

),

all_lines as (

    select
        month,
        cost_line,
        recipient,
        amount
    from weighed
    union all
    select
        month,
        'all' as cost_line,
        recipient,
        amount_of_revenue as amount
    from weighed

),

summed as (

    select
        month,
        cost_line,
        cast(sum(amount) as decimal(28, 8)) as ledger_amount,
        cast(sum(case when recipient = 'account' then amount else 0 end) as decimal(28, 8))
            as allocated_amount,
        cast(sum(case when recipient = 'billed' then amount else 0 end) as decimal(28, 8))
            as billed_amount,
        cast(sum(case when recipient = 'unallocated' then amount else 0 end) as decimal(28, 8))
            as unallocated_amount
    from all_lines
    group by month, cost_line

),

unknown as (

    select month
    from cost_months
    where amount is null
    group by month

),

final as (

    select
        summed.month,
        summed.cost_line,
        summed.ledger_amount,
        summed.allocated_amount,
        summed.billed_amount,
        summed.unallocated_amount,
        cast(summed.unallocated_amount as double) / nullif(cast(summed.ledger_amount as double), 0)
            as unallocated_share,
        case
            when summed.cost_line = 'all' and unknown.month is not null then false
            else
                abs(summed.unallocated_amount)
                <= parameter_values.bn_recon_tolerance * abs(summed.ledger_amount)
        end as is_within_tolerance,
        case
            when summed.cost_line = 'all' and unknown.month is not null
                then 'a cost line of the month has no exchange rate'
            when
                abs(summed.unallocated_amount)
                <= parameter_values.bn_recon_tolerance * abs(summed.ledger_amount)
                then null
            when summed.allocated_amount = 0 and summed.billed_amount = 0
                then 'nothing recorded lays this cost to an account'
            when summed.cost_line in ('support', 'success', 'onboarding', 'professional_services')
                then 'recorded time at the hourly rate explains less than the ledger'
            when summed.cost_line = 'all' then 'at least one line leaves more than the tolerance'
            else 'part of the cost belongs to no known account'
        end as reason
    from summed
    cross join parameter_values
    left join unknown on summed.month = unknown.month

)

select * from final
