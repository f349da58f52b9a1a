with months as (

    select * from {{ ref('int_failure_modes__months') }}

),

accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

ppg_events as (

    select * from {{ ref('int_failure_modes__ppg_events') }}

),

profiles as (

    select * from {{ ref('int_identity__account_profiles') }}

),

workspaces as (

    select * from {{ ref('stg_product__workspaces') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

in_product as (

    select
        workspace_accounts.account_id,
        min(workspaces.created_at) as first_workspace_at
    from workspaces
    inner join workspace_accounts on workspaces.workspace_id = workspace_accounts.workspace_id
    group by workspace_accounts.account_id

),

-- The year that ends with the day.
year_events as (

    select
        months.as_of_month,
        ppg_events.account_id,
        count(*) as events,
        sum(case when ppg_events.is_by_product then 1 else 0 end) as product_events,
        sum(case when ppg_events.is_by_human then 1 else 0 end) as human_events,
        sum(case when ppg_events.has_felt_signal then 1 else 0 end) as felt_events,
        sum(case when ppg_events.is_startable then 1 else 0 end) as startable_events,
        sum(case when ppg_events.is_startable then ppg_events.event_arr else 0 end)
            as startable_arr,
        min(case when ppg_events.has_felt_signal then ppg_events.effective_on end)
            as first_felt_on,
        min(case when ppg_events.has_felt_signal then ppg_events.signal_id end) as a_signal_id,
        sum(case when ppg_events.has_work and ppg_events.cost is null then 1 else 0 end)
            as unpriced_orders,
        sum(ppg_events.minutes) as minutes,
        sum(ppg_events.cost) as cost,
        sum(ppg_events.cost_variance) as cost_variance
    from months
    inner join ppg_events
        on months.as_of_on >= ppg_events.effective_on
            and {{ dbt.dateadd('month', -12, 'months.as_of_on') }} < ppg_events.effective_on
    group by months.as_of_month, ppg_events.account_id

),

-- Who pays, and who did something in the year and has left since.
population as (

    select
        as_of_month,
        account_id
    from accounts
    union
    select
        as_of_month,
        account_id
    from year_events

),

final as (

    select
        months.as_of_month,
        months.as_of_on,
        population.account_id,
        coalesce(accounts.peer_group, 'small') as peer_group,
        accounts.account_id is not null as is_paying,
        coalesce(
            in_product.first_workspace_at < {{ dbt.dateadd('day', 1, 'months.as_of_on') }}, false
        ) as has_workspace,
        {{ dbt.datediff('profiles.first_seen_at', 'months.as_of_on', 'day') }} as age_days,
        cast(coalesce(accounts.arr, 0) as decimal(28, 8)) as arr,
        cast(coalesce(year_events.events, 0) as bigint) as events,
        cast(coalesce(year_events.product_events, 0) as bigint) as product_events,
        cast(coalesce(year_events.human_events, 0) as bigint) as human_events,
        cast(coalesce(year_events.felt_events, 0) as bigint) as felt_events,
        cast(coalesce(year_events.startable_events, 0) as bigint) as startable_events,
        cast(coalesce(year_events.startable_arr, 0) as decimal(28, 8)) as startable_arr,
        year_events.first_felt_on,
        year_events.a_signal_id,
        cast(coalesce(year_events.unpriced_orders, 0) as bigint) as unpriced_orders,
        cast(year_events.minutes as decimal(28, 8)) as minutes,
        cast(year_events.cost as decimal(28, 8)) as cost,
        cast(year_events.cost_variance as decimal(28, 8)) as cost_variance
    from population
    inner join months on population.as_of_month = months.as_of_month
    left join profiles on population.account_id = profiles.account_id
    left join accounts
        on population.as_of_month = accounts.as_of_month
            and population.account_id = accounts.account_id
    left join year_events
        on population.as_of_month = year_events.as_of_month
            and population.account_id = year_events.account_id
    left join in_product on population.account_id = in_product.account_id
    where not coalesce(profiles.is_internal, false)

)

select * from final
