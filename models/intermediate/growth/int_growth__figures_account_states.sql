with sums as (

    select * from {{ ref('int_growth__account_segments') }}

),

final as (

    select
        'M58' as metric_id,
        'as_of' as period,
        as_of_on as period_start,
        scope_name as segment,
        'accounts near a limit' as slice,
        cast(near_limit_count as double) / nullif(cast(limit_count as double), 0) as value,
        cast(near_limit_count as double) as numerator,
        cast(limit_count as double) as denominator,
        'share' as unit,
        cast(null as varchar) as reason
    from sums
    union all
    select
        'M58' as metric_id,
        'as_of' as period,
        as_of_on as period_start,
        scope_name as segment,
        'median of the greatest use over limit' as slice,
        cast(limit_median as double) as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        'ratio' as unit,
        case
            when limit_count = 0 then 'not applicable: no limit is metered'
        end as reason
    from sums
    union all
    select
        'M59' as metric_id,
        'as_of' as period,
        as_of_on as period_start,
        scope_name as segment,
        'median active days' as slice,
        cast(days_median as double) as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        'days' as unit,
        cast(null as varchar) as reason
    from sums
    union all
    select
        'M59' as metric_id,
        'as_of' as period,
        as_of_on as period_start,
        scope_name as segment,
        'daily over monthly active users' as slice,
        cast(user_days as double) / nullif(cast(possible_user_days as double), 0) as value,
        cast(user_days as double) as numerator,
        cast(possible_user_days as double) as denominator,
        'ratio' as unit,
        cast(null as varchar) as reason
    from sums
    union all
    select
        'M60' as metric_id,
        'as_of' as period,
        as_of_on as period_start,
        scope_name as segment,
        'core features that two users use, per core feature' as slice,
        cast(adopted_features as double) / nullif(cast(core_features as double), 0) as value,
        cast(adopted_features as double) as numerator,
        cast(core_features as double) as denominator,
        'share' as unit,
        cast(null as varchar) as reason
    from sums
    union all
    select
        'M61' as metric_id,
        'as_of' as period,
        as_of_on as period_start,
        scope_name as segment,
        'invites sent per account' as slice,
        cast(invites_sent as double) / nullif(cast(account_count as double), 0) as value,
        cast(invites_sent as double) as numerator,
        cast(account_count as double) as denominator,
        'count' as unit,
        cast(null as varchar) as reason
    from sums
    union all
    select
        'M61' as metric_id,
        'as_of' as period,
        as_of_on as period_start,
        scope_name as segment,
        'invites accepted per account' as slice,
        cast(invites_accepted as double) / nullif(cast(account_count as double), 0) as value,
        cast(invites_accepted as double) as numerator,
        cast(account_count as double) as denominator,
        'count' as unit,
        cast(null as varchar) as reason
    from sums
    union all
    select
        'M62' as metric_id,
        'as_of' as period,
        as_of_on as period_start,
        scope_name as segment,
        'active days per active user, for information' as slice,
        cast(user_days as double) / nullif(cast(active_users as double), 0) as value,
        cast(user_days as double) as numerator,
        cast(active_users as double) as denominator,
        'days' as unit,
        cast(null as varchar) as reason
    from sums

)

select * from final
