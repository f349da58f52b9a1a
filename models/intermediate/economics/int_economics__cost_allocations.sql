with cost_months as (

    select * from {{ ref('int_economics__cost_months') }}
    where is_cost_of_revenue and amount is not null

),

cost_claims as (

    select * from {{ ref('int_economics__cost_claims') }}

),

claimed as (

    select
        month,
        cost_line,
        case when is_billed then 'billed' else 'account' end as recipient,
        case when not is_billed then account_id end as account_id,
        sum(direct_amount) as direct_amount,
        sum(weight) as weight
    from cost_claims
    group by
        month,
        cost_line,
        case when is_billed then 'billed' else 'account' end,
        case when not is_billed then account_id end

),

line_totals as (

    select
        cost_months.month,
        cost_months.cost_line,
        cost_months.amount as ledger_amount,
        coalesce(sum(claimed.direct_amount), 0) as direct_total,
        coalesce(sum(claimed.weight), 0) as weight_total
    from cost_months
    left join claimed
        on cost_months.month = claimed.month and cost_months.cost_line = claimed.cost_line
    group by cost_months.month, cost_months.cost_line, cost_months.amount

),

-- Never more than the ledger: what is claimed beyond it is scaled down, what is left is shared.
shared as (

    select
        claimed.month,
        claimed.cost_line,
        claimed.recipient,
        claimed.account_id,
        cast(claimed.direct_amount as double)
        * case
            when line_totals.direct_total > greatest(line_totals.ledger_amount, 0)
                then
                    cast(greatest(line_totals.ledger_amount, 0) as double)
                    / cast(line_totals.direct_total as double)
            else 1
        end
        + case
            when line_totals.weight_total > 0
                then
                    cast(
                        greatest(line_totals.ledger_amount - line_totals.direct_total, 0) as double
                    )
                    * cast(claimed.weight as double) / cast(line_totals.weight_total as double)
            else 0
        end as amount
    from claimed
    inner join line_totals
        on claimed.month = line_totals.month and claimed.cost_line = line_totals.cost_line
    where claimed.recipient = 'billed' or claimed.account_id is not null

),

-- Rounded down, so that what rounding leaves is unallocated and nobody gets a negative cost.
rounded as (

    select
        month,
        cost_line,
        recipient,
        account_id,
        cast(floor(amount * 1000000) as decimal(28, 0)) * cast(0.000001 as decimal(6, 6)) as amount
    from shared

),

given as (

    select
        month,
        cost_line,
        sum(amount) as amount
    from rounded
    group by month, cost_line

),

final as (

    select
        month,
        cost_line,
        recipient,
        account_id,
        cast(amount as decimal(28, 8)) as amount
    from rounded
    union all
    select
        line_totals.month,
        line_totals.cost_line,
        'unallocated' as recipient,
        cast(null as varchar) as account_id,
        cast(line_totals.ledger_amount - coalesce(given.amount, 0) as decimal(28, 8)) as amount
    from line_totals
    left join given
        on line_totals.month = given.month and line_totals.cost_line = given.cost_line

)

select * from final
