with accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

as_of_dates as (

    select * from {{ ref('int_features__as_of_dates') }}

),

account_days as (

    select * from {{ ref('int_revenue__account_days') }}

),

profiles as (

    select * from {{ ref('int_identity__account_profiles') }}

),

orders as (

    select * from {{ ref('int_revenue__events') }}
    where event_type = 'conversion'

),

-- How the account first bought.
first_orders as (

    select
        account_id,
        max(case when order_channel = 'self_serve' then 1 else 0 end) as bought_alone
    from orders
    group by account_id

),

ends as (

    select
        account_id,
        moved_on as ended_on
    from account_days
    where closing_mrr = 0

),

next_ends as (

    select
        accounts.account_id,
        accounts.as_of_on,
        min(ends.ended_on) as outcome_on
    from accounts
    inner join ends on accounts.account_id = ends.account_id and accounts.as_of_on < ends.ended_on
    group by accounts.account_id, accounts.as_of_on

),

final as (

    select
        accounts.account_id,
        accounts.as_of_on,
        as_of_dates.is_current,
        accounts.as_of_month,
        accounts.peer_group,
        coalesce(profiles.entry_model, 'unknown') as entry_model,
        accounts.first_paid_on as latest_fact_on,
        cast({{ dbt.dateadd('day', 1, 'accounts.as_of_on') }} as date) as label_from,
        cast({{ dbt.dateadd('day', 30, 'accounts.as_of_on') }} as date) as label_until,
        next_ends.outcome_on,
        cast(accounts.arr / 12 as decimal(28, 8)) as mrr,
        {{ dbt.datediff('accounts.first_paid_on', 'accounts.as_of_on', 'month') }} as paid_months,
        cast(accounts.arr as double) as arr_of_account,
        coalesce(first_orders.bought_alone, 0) as bought_alone,
        case when profiles.entry_model in ('free_trial', 'reverse_trial') then 1 else 0 end
            as entered_by_trial,
        case when profiles.entry_model in ('pilot', 'sales_provisioned') then 1 else 0 end
            as entered_by_people
    from accounts
    inner join as_of_dates on accounts.as_of_on = as_of_dates.as_of_on
    left join profiles on accounts.account_id = profiles.account_id
    left join first_orders on accounts.account_id = first_orders.account_id
    left join next_ends
        on accounts.account_id = next_ends.account_id and accounts.as_of_on = next_ends.as_of_on

)

select * from final
