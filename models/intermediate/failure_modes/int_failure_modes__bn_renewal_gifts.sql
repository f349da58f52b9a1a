with accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

renewals as (

    select * from {{ ref('int_revenue__renewals') }}

),

account_concessions as (

    select * from {{ ref('int_economics__account_concessions') }}

),

allocations as (

    select * from {{ ref('int_economics__cost_allocations') }}
    where cost_line = 'professional_services' and recipient = 'account'

),

settings as (

    select * from {{ ref('int_failure_modes__bn_settings') }}

),

last_renewals as (

    select
        accounts.as_of_month,
        accounts.as_of_on,
        accounts.account_id,
        max(renewals.renewed_on) as renewed_on
    from accounts
    inner join renewals
        on accounts.account_id = renewals.account_id and accounts.as_of_on >= renewals.renewed_on
    group by accounts.as_of_month, accounts.as_of_on, accounts.account_id

),

-- Lines that renew within days of each other are one renewal.
valued as (

    select
        last_renewals.as_of_month,
        last_renewals.as_of_on,
        last_renewals.account_id,
        last_renewals.renewed_on,
        sum(renewals.renewed_arr) as renewed_arr
    from last_renewals
    cross join settings
    inner join renewals
        on last_renewals.account_id = renewals.account_id
            and last_renewals.renewed_on >= renewals.renewed_on
            and {{ dbt.datediff('renewals.renewed_on', 'last_renewals.renewed_on', 'day') }}
            <= settings.bn_on_time_days
    group by
        last_renewals.as_of_month,
        last_renewals.as_of_on,
        last_renewals.account_id,
        last_renewals.renewed_on

),

gifts as (

    select
        account_id,
        granted_on,
        'concession' as kind,
        amount
    from account_concessions
    where coalesce(is_renewal, true)
    union all
    select
        account_id,
        cast(
            {{ dbt.dateadd('day', -1, dbt.dateadd('month', 1, 'month')) }} as date
        ) as granted_on,
        'service' as kind,
        amount
    from allocations

),

given as (

    select
        valued.as_of_month,
        valued.account_id,
        sum(case when gifts.kind = 'concession' then gifts.amount else 0 end) as concession_amount,
        sum(case when gifts.kind = 'service' then gifts.amount else 0 end) as service_amount
    from valued
    cross join settings
    inner join gifts
        on valued.account_id = gifts.account_id
            and valued.as_of_on >= gifts.granted_on
            and {{ dbt.datediff('gifts.granted_on', 'valued.renewed_on', 'day') }}
            <= settings.window_days
            and {{ dbt.datediff('valued.renewed_on', 'gifts.granted_on', 'day') }}
            <= settings.bn_on_time_days
    group by valued.as_of_month, valued.account_id

),

final as (

    select
        valued.as_of_month,
        valued.account_id,
        valued.renewed_on,
        cast(valued.renewed_arr as decimal(28, 8)) as renewed_arr,
        cast(coalesce(given.concession_amount, 0) as decimal(28, 8)) as concession_amount,
        cast(coalesce(given.service_amount, 0) as decimal(28, 8)) as service_amount,
        cast(coalesce(given.concession_amount, 0) + coalesce(given.service_amount, 0) as double)
        / cast(valued.renewed_arr as double) as concession_share
    from valued
    left join given
        on valued.as_of_month = given.as_of_month and valued.account_id = given.account_id

)

select * from final
