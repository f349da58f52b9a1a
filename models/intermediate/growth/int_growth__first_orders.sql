with revenue_accounts as (

    select * from {{ ref('int_revenue__accounts') }}
    where first_paid_on is not null

),

verdicts as (

    select * from {{ ref('int_attribution__event_verdicts') }}
    where event_type = 'conversion'

),

opportunities as (

    select * from {{ ref('int_growth__opportunities') }}
    where is_won and opportunity_type = 'new'

),

workspaces as (

    select * from {{ ref('int_growth__workspaces') }}

),

account_classes as (

    select * from {{ ref('int_identity__account_classes') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

started as (

    select
        account_id,
        min(initiated_by) as initiated_by
    from verdicts
    group by account_id

),

won as (

    select
        account_id,
        min(created_at) as opened_at,
        min(closed_on) as won_on
    from opportunities
    group by account_id

),

used as (

    select
        account_id,
        min(first_session_at) as first_used_at
    from workspaces
    group by account_id

),

final as (

    select
        revenue_accounts.account_id,
        revenue_accounts.first_paid_on,
        cast({{ dbt.date_trunc('quarter', 'revenue_accounts.first_paid_on') }} as date) as quarter,
        cast(12 * revenue_accounts.first_paid_mrr as decimal(28, 8)) as first_arr,
        case
            when 12 * revenue_accounts.first_paid_mrr >= settings.acv_high_min then 'high'
            else 'low'
        end as value_class,
        coalesce(account_classes.segment, 'unknown') as segment,
        coalesce(started.initiated_by, 'unknown') as initiated_by,
        used.first_used_at,
        won.opened_at,
        won.won_on,
        {{ dbt.datediff('won.opened_at', 'won.won_on', 'day') }} as days_from_opportunity,
        {{ dbt.datediff('used.first_used_at', 'won.won_on', 'day') }} as days_from_first_use
    from revenue_accounts
    cross join settings
    left join started on revenue_accounts.account_id = started.account_id
    left join won on revenue_accounts.account_id = won.account_id
    left join used on revenue_accounts.account_id = used.account_id
    left join account_classes on revenue_accounts.account_id = account_classes.account_id

)

select * from final
