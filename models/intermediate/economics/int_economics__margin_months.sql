with cost_months as (

    select * from {{ ref('int_economics__cost_months') }}
    where is_cost_of_revenue

),

revenue_months as (

    select * from {{ ref('int_economics__revenue_months') }}

),

cs_shares as (

    select * from {{ ref('int_economics__cs_shares') }}

),

months as (

    select month from cost_months
    union distinct
    select month from revenue_months

),

-- A line that was booked in the twelve months before is missed where it is absent.
missed_lines as (

    select
        months.month,
        earlier.cost_line
    from months
    inner join cost_months as earlier
        on months.month > earlier.month
            and {{ dbt.dateadd('month', -12, 'months.month') }} <= earlier.month
    left join cost_months
        on months.month = cost_months.month and earlier.cost_line = cost_months.cost_line
    where cost_months.cost_line is null
    group by months.month, earlier.cost_line

),

missed as (

    select
        month,
        {{ dbt.listagg("cost_line", "', '", "order by cost_line nulls last") }} as missed_lines
    from missed_lines
    group by month

),

costs as (

    select
        cost_months.month,
        cs_shares.cs_basis,
        count(*) as line_count,
        count(cost_months.amount) as known_line_count,
        sum(
            cost_months.amount
            * case when cost_months.cost_line = 'success' then cs_shares.cs_cogs_share else 1 end
        ) as cost_of_revenue
    from cost_months
    cross join cs_shares
    group by cost_months.month, cs_shares.cs_basis

),

reasoned as (

    select
        months.month,
        cs_shares.cs_basis,
        cs_shares.cs_cogs_share,
        revenue_months.recurring_revenue,
        costs.cost_of_revenue,
        case
            when costs.month is null then 'no cost of revenue is booked'
            when missed.missed_lines is not null
                then concat_ws('', 'the ledger misses ', missed.missed_lines)
            when costs.known_line_count < costs.line_count then 'a cost has no exchange rate'
            when revenue_months.month is null then 'no revenue is recognised'
            when revenue_months.recurring_revenue <= 0 then 'there is no recurring revenue'
        end as reason
    from months
    cross join cs_shares
    left join costs on months.month = costs.month and cs_shares.cs_basis = costs.cs_basis
    left join revenue_months on months.month = revenue_months.month
    left join missed on months.month = missed.month

),

final as (

    select
        month,
        cs_basis,
        cs_cogs_share,
        reason is null as is_known,
        cast(case when reason is null then recurring_revenue end as decimal(28, 8))
            as recurring_revenue,
        cast(case when reason is null then cost_of_revenue end as decimal(28, 8))
            as cost_of_revenue,
        cast(
            case when reason is null then recurring_revenue - cost_of_revenue end as decimal(28, 8)
        ) as gross_profit,
        reason
    from reasoned

)

select * from final
