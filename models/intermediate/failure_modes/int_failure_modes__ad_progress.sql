with months as (

    select * from {{ ref('int_failure_modes__months') }}

),

tests as (

    select * from {{ ref('int_failure_modes__ad_tests') }}
    where is_base

),

rules as (

    select * from {{ ref('int_failure_modes__ad_rules') }}
    where is_in_force

),

coverage as (

    select * from {{ ref('int_failure_modes__ad_coverage') }}

),

touch_levels as (

    select * from {{ ref('int_failure_modes__ad_touch_levels') }}

),

quarter_facts as (

    select * from {{ ref('int_failure_modes__ad_quarter_facts') }}

),

placed as (

    select
        cast({{ dbt.date_trunc('quarter', 'as_of_month') }} as date) as quarter,
        as_of_month,
        row_number() over (
            partition by {{ dbt.date_trunc('quarter', 'as_of_month') }}
            order by as_of_month desc nulls last
        ) as place
    from months

),

-- A quarter stands as of its last month.
by_month as (

    select
        'motion_fit_share' as metric,
        as_of_month,
        peer_group as segment,
        1 - drifted_arr_share as value,
        'share of assessed ARR' as unit,
        case when drifted_arr_share is null then 'no account could be assessed' end as reason
    from tests
    union all
    select
        'stage_ratio_' || kind as metric,
        as_of_month,
        'all' as segment,
        stage_ratio as value,
        'ARR per ARR at the redesign' as unit,
        case when stage_ratio is null then 'the ARR at the redesign is not known' end as reason
    from rules
    union all
    select
        'age_days_' || kind as metric,
        as_of_month,
        'all' as segment,
        cast(age_days as double) as value,
        'days' as unit,
        cast(null as varchar) as reason
    from rules
    union all
    select
        'signal_coverage' as metric,
        as_of_month,
        'all' as segment,
        signal_coverage as value,
        'share of emitted signal types' as unit,
        case when signal_coverage is null then 'no signal type was emitted' end as reason
    from coverage
    union all
    select
        'stage_trigger_coverage' as metric,
        as_of_month,
        'all' as segment,
        stage_trigger_coverage as value,
        'share of four stages' as unit,
        cast(null as varchar) as reason
    from coverage
    {% for metric, unit in [
        ('touches_per_event', 'touches'), ('hours_per_event', 'hours'),
        ('touch_drift', 'change since the redesign')
    ] %}
    union all
    select
        '{{ metric }}_' || event_type as metric,
        as_of_month,
        peer_group as segment,
        {{ metric }} as value,
        '{{ unit }}' as unit,
        case when {{ metric }} is null then 'too few events or minutes' end as reason
    from touch_levels
    {%- endfor %}

),

final as (

    select
        by_month.metric,
        placed.quarter,
        by_month.segment,
        by_month.value,
        by_month.unit,
        by_month.reason
    from by_month
    inner join placed on by_month.as_of_month = placed.as_of_month
    where placed.place = 1
    union all
    select
        metric,
        quarter,
        peer_group as segment,
        value,
        'days' as unit,
        cast(null as varchar) as reason
    from quarter_facts

)

select * from final
