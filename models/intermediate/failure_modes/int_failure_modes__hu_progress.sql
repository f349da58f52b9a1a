{%- set units = {
    'renewals_with_measured_outcome': 'share', 'renewed_arr_with_measured_outcome': 'share',
    'usage_less_value_trend': 'standard deviations', 'arr_share_above_gap': 'share',
    'grr_of_heavy_users': 'share', 'heavy_usage_edge': 'points',
    'usage_up_outcome_unproven': 'accounts', 'usage_up_outcome_unproven_arr': 'dollars',
    'usage_up_outcome_unproven_of_hollow_diverging': 'accounts',
    'usage_up_outcome_unproven_of_hollow_unproven': 'accounts',
    'usage_up_outcome_unproven_of_unmeasured': 'accounts',
    'surprise_churn': 'share', 'early_proof_lead': 'days',
    'at_risk_renewals_flagged_first': 'share',
} -%}
{%- for quartile in [1, 2, 3, 4] -%}
    {%- do units.update({
        'renewal_rate_q' ~ quartile ~ '_proven': 'share',
        'renewal_rate_q' ~ quartile ~ '_unproven': 'share',
    }) -%}
{%- endfor -%}

with quarters as (

    select * from {{ ref('int_failure_modes__hu_quarters') }}

),

account_facts as (

    select * from {{ ref('int_failure_modes__hu_account_facts') }}

),

renewal_facts as (

    select * from {{ ref('int_failure_modes__hu_renewal_facts') }}

),

retention as (

    select * from {{ ref('int_failure_modes__hu_retention') }}

),

metrics as (
    {% for metric, unit in units.items() %}
    select
        '{{ metric }}' as metric,
        '{{ unit }}' as unit
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

segments as (
    {% for segment in ['all', 'small', 'medium', 'large'] %}
    select '{{ segment }}' as segment
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

facts as (

    select * from account_facts
    union all
    select * from renewal_facts

),

summed as (

    select
        facts.metric,
        facts.quarter,
        segments.segment,
        cast(sum(facts.numerator) as double) as numerator,
        cast(sum(facts.denominator) as double) as denominator
    from facts
    inner join segments on segments.segment in ('all', facts.peer_group)
    group by facts.metric, facts.quarter, segments.segment

),

valued as (

    select
        metric,
        quarter,
        segment,
        case when denominator is null then numerator else numerator / nullif(denominator, 0) end
            as value
    from summed
    union all
    select
        'grr_of_heavy_users' as metric,
        quarters.quarter,
        retention.peer_group as segment,
        cast(retention.heavy_grr as double) as value
    from retention
    inner join quarters on retention.as_of_month = quarters.as_of_month
    union all
    select
        'heavy_usage_edge' as metric,
        quarters.quarter,
        retention.peer_group as segment,
        cast(retention.usage_edge_points as double) as value
    from retention
    inner join quarters on retention.as_of_month = quarters.as_of_month

),

final as (

    select
        metrics.metric,
        quarters.quarter,
        segments.segment,
        valued.value,
        metrics.unit,
        case
            when valued.value is not null then null
            when metrics.metric in ('grr_of_heavy_users', 'heavy_usage_edge')
                then 'fewer heavy users than min_cell_n paid when the year began'
            when metrics.metric = 'surprise_churn' then 'no account was lost in the quarter'
            when metrics.metric in ('early_proof_lead', 'at_risk_renewals_flagged_first')
                then 'no renewal due in the quarter was marked as a risk in the forecast'
            when metrics.metric like 'renewal_rate%'
                then 'no such renewal matured in the four quarters'
            when metrics.metric like 'renew%' then 'nothing was renewed in the quarter'
            else 'no account has both trends'
        end as reason
    from metrics
    cross join quarters
    cross join segments
    left join valued
        on
            metrics.metric = valued.metric
            and quarters.quarter = valued.quarter
            and segments.segment = valued.segment

)

select * from final
