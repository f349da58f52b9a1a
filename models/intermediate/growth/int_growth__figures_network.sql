with network_signups as (

    select * from {{ ref('int_growth__network_signups') }}

),

invitations as (

    select * from {{ ref('int_growth__invitations') }}
    where resulting_user_id is not null

),

signups as (

    select
        month,
        count(case when is_network then 1 end) as network_count,
        count(case when is_referred then 1 end) as referred_count,
        count(case when is_referred and activated_at is not null then 1 end)
            as referred_activated_count,
        count(case when is_referred and first_paid_at is not null then 1 end)
            as referred_paid_count,
        count(*) as account_count
    from network_signups
    group by month

),

-- An advocate is an account one of whose calls brought an account that pays.
advocates as (

    select
        cast({{ dbt.date_trunc('month', 'invitations.called_at') }} as date) as month,
        count(distinct invitations.account_id) as advocate_count
    from invitations
    inner join network_signups
        on invitations.resulting_account_id = network_signups.account_id
    where invitations.is_other_account and network_signups.first_paid_at is not null
    group by cast({{ dbt.date_trunc('month', 'invitations.called_at') }} as date)

),

final as (

    select
        'M64' as metric_id,
        'month' as period,
        month as period_start,
        'all' as segment,
        'all' as slice,
        cast(network_count as double) / nullif(cast(account_count as double), 0) as value,
        cast(network_count as double) as numerator,
        cast(account_count as double) as denominator,
        'share' as unit,
        cast(null as varchar) as reason
    from signups
    union all
    select
        'M66' as metric_id,
        'month' as period,
        month as period_start,
        'all' as segment,
        'referred sign-ups' as slice,
        cast(referred_count as double) as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        'count' as unit,
        cast(null as varchar) as reason
    from signups
    union all
    select
        'M66' as metric_id,
        'month' as period,
        month as period_start,
        'all' as segment,
        'referred sign-ups, activated' as slice,
        cast(referred_activated_count as double) / nullif(referred_count, 0) as value,
        cast(referred_activated_count as double) as numerator,
        cast(referred_count as double) as denominator,
        'share' as unit,
        case
            when referred_count = 0 then 'nobody was referred'
        end as reason
    from signups
    union all
    select
        'M66' as metric_id,
        'month' as period,
        month as period_start,
        'all' as segment,
        'referred sign-ups, paid so far' as slice,
        cast(referred_paid_count as double) / nullif(cast(referred_count as double), 0) as value,
        cast(referred_paid_count as double) as numerator,
        cast(referred_count as double) as denominator,
        'share' as unit,
        case
            when referred_count = 0 then 'nobody was referred'
        end as reason
    from signups
    union all
    select
        'M66' as metric_id,
        'month' as period,
        month as period_start,
        'all' as segment,
        'accounts with a converting call' as slice,
        cast(advocate_count as double) as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        'count' as unit,
        cast(null as varchar) as reason
    from advocates

)

select * from final
