with accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

windows as (

    select * from {{ ref('int_failure_modes__windows') }}
    where window_name <> 'index'

),

value_readings as (

    select * from {{ ref('int_failure_modes__value_readings') }}

),

value_presences as (

    select * from {{ ref('int_failure_modes__value_presences') }}

),

value_uses as (

    select * from {{ ref('int_failure_modes__value_uses') }}

),

spells as (

    select * from value_readings
    union all
    select * from value_presences

),

-- What stood on how many days of a window; days before anybody asked say nothing.
standing as (

    select
        accounts.as_of_month,
        accounts.account_id,
        windows.window_name,
        spells.component,
        spells.item_key,
        spells.score,
        {{ dbt.datediff(
            'greatest(spells.valid_from, windows.from_on)',
            'least(spells.valid_to, ' ~ dbt.dateadd('day', 1, 'windows.to_on') ~ ')',
            'day'
        ) }} as days_stood
    from accounts
    inner join windows on accounts.as_of_month = windows.as_of_month
    inner join spells
        on
            accounts.account_id = spells.account_id
            and windows.to_on >= spells.valid_from
            and windows.from_on < spells.valid_to

),

scored as (

    select
        as_of_month,
        account_id,
        window_name,
        component,
        item_key,
        cast(
            cast(sum(cast(score * days_stood as decimal(28, 8))) as double) / sum(days_stood)
            as decimal(18, 8)
        ) as score
    from standing
    group by as_of_month, account_id, window_name, component, item_key
    union all
    select
        as_of_month,
        account_id,
        window_name,
        component,
        item_key,
        score
    from value_uses

),

final as (

    select
        as_of_month,
        account_id,
        component,
        item_key,
        max(case when window_name = 'recent' then score end) as recent_score,
        max(case when window_name = 'prior' then score end) as prior_score
    from scored
    group by as_of_month, account_id, component, item_key

)

select * from final
