with windows as (

    select * from {{ ref('int_failure_modes__bn_windows') }}

),

account_months as (

    select * from {{ ref('int_economics__account_months') }}

),

cs_shares as (

    select * from {{ ref('int_economics__cs_shares') }}

),

summed as (

    select
        windows.as_of_month,
        account_months.account_id,
        windows.window_name,
        count(case when account_months.recurring_revenue > 0 then 1 end) as paid_months,
        sum(account_months.recurring_revenue) as recurring_revenue,
        sum(account_months.cost_without_success) as cost_without_success,
        sum(account_months.success_cost_full) as success_cost_full
    from windows
    inner join account_months on windows.month = account_months.month
    group by windows.as_of_month, account_months.account_id, windows.window_name

),

final as (

    select
        summed.as_of_month,
        summed.account_id,
        summed.window_name,
        cs_shares.cs_basis,
        summed.paid_months,
        cast(summed.recurring_revenue as decimal(28, 8)) as recurring_revenue,
        cast(
            summed.cost_without_success + summed.success_cost_full * cs_shares.cs_cogs_share
            as decimal(28, 8)
        ) as cost_to_serve,
        1 - cast(
            summed.cost_without_success + summed.success_cost_full * cs_shares.cs_cogs_share
            as double
        ) / cast(summed.recurring_revenue as double) as contribution_margin
    from summed
    cross join cs_shares
    where summed.recurring_revenue > 0

)

select * from final
