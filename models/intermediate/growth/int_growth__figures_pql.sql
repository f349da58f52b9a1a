with facts as (

    select * from {{ ref('int_growth__pql_facts') }}

),

dated as (

    select
        *,
        cast({{ dbt.date_trunc('month', 'usage_qualified_at') }} as date) as qualified_month,
        case when scope_kind = 'account' then 'M76' else 'M44' end as volume_metric,
        case
            when scope_kind = 'account' then 'accounts'
            else 'workspaces'
        end as scope_name
    from facts

),

volumes as (

    select
        volume_metric as metric_id,
        qualified_month,
        concat_ws('', scope_name, ', by usage, fit ', icp_grade) as slice,
        count(*) as lead_count
    from dated
    group by volume_metric, qualified_month, scope_name, icp_grade
    union all
    select
        volume_metric as metric_id,
        qualified_month,
        concat_ws('', scope_name, ', fit A to C') as slice,
        count(*) as lead_count
    from dated
    where is_headline
    group by volume_metric, qualified_month, scope_name

),

conversions as (

    select
        'M45' as metric_id,
        qualified_month,
        'all' as slice,
        count(case when is_paid_in_time then 1 end) as numerator,
        count(*) as denominator
    from dated
    where scope_kind = 'workspace' and is_headline and is_matured
    group by qualified_month
    union all
    select
        'M45' as metric_id,
        qualified_month,
        case when is_touched then 'touched by a person' else 'untouched' end as slice,
        count(case when is_paid_in_time then 1 end) as numerator,
        count(*) as denominator
    from dated
    where scope_kind = 'workspace' and is_headline and is_matured
    group by qualified_month, is_touched
    union all
    select
        'M46' as metric_id,
        qualified_month,
        'opportunity in time' as slice,
        count(case when has_opportunity then 1 end) as numerator,
        count(*) as denominator
    from dated
    where scope_kind = 'workspace' and is_headline and is_opportunity_matured
    group by qualified_month
    union all
    select
        'M46' as metric_id,
        qualified_month,
        'won over closed' as slice,
        sum(won_count) as numerator,
        sum(closed_count) as denominator
    from dated
    where scope_kind = 'workspace' and is_headline
    group by qualified_month
    union all
    select
        'M76' as metric_id,
        qualified_month,
        'accounts with an opportunity in time' as slice,
        count(case when has_opportunity then 1 end) as numerator,
        count(*) as denominator
    from dated
    where scope_kind = 'account' and is_headline and is_opportunity_matured
    group by qualified_month

),

final as (

    select
        metric_id,
        'month' as period,
        qualified_month as period_start,
        'all' as segment,
        slice as slice,
        cast(lead_count as double) as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        'count' as unit,
        cast(null as varchar) as reason
    from volumes
    union all
    select
        metric_id,
        'month' as period,
        qualified_month as period_start,
        'all' as segment,
        slice as slice,
        cast(numerator as double) / nullif(cast(denominator as double), 0) as value,
        cast(numerator as double) as numerator,
        cast(denominator as double) as denominator,
        'share' as unit,
        case when denominator = 0 then 'none of them is closed yet' end as reason
    from conversions
    union all
    select
        {{ figure(
            "'M76'", 'month', "qualified_month", "'accounts won in time, ARR'", 'dollars',
            value="sum(first_arr)",
            reason="case when count(first_arr) = 0 then 'no such account paid in time' end"
        ) }}
    from dated
    where scope_kind = 'account' and is_headline and is_matured
    group by qualified_month

)

select * from final
