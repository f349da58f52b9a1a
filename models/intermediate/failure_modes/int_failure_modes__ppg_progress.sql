with months as (

    select * from {{ ref('int_failure_modes__months') }}

),

people as (

    select * from {{ ref('int_failure_modes__ppg_people') }}

),

shares as (

    select * from {{ ref('int_failure_modes__ppg_shares') }}

),

company as (

    select * from {{ ref('int_failure_modes__ppg_company') }}
    where is_base

),

serving as (

    select * from {{ ref('int_failure_modes__ppg_serving') }}

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

by_month as (
    {% for column, metric, unit in [
        ('revenue_per_employee', 'revenue_per_employee', 'dollars'),
        ('rpe_slope', 'revenue_per_employee_slope_8q', 'share per year'),
        ('rpe_slope_4q', 'revenue_per_employee_slope_4q', 'share per year'),
        ('headcount_growth', 'headcount_growth', 'share per year'),
        ('revenue_growth', 'revenue_growth', 'share per year'),
        ('growth_spread_points', 'growth_spread', 'points'),
        ('headcount_elasticity', 'headcount_elasticity', 'ratio'),
        ('excess_fte', 'excess_fte', 'full-time equivalents')
    ] %}
    select
        '{{ metric }}' as metric,
        as_of_month,
        'all' as segment,
        cast({{ column }} as double) as value,
        '{{ unit }}' as unit
    from people
    union all
    {%- endfor %}
    {% for reading in ['strict', 'standard', 'broad'] %}
    {% for basis in ['events', 'arr'] %}
    select
        case when stage = 'all' then 'product_share_of_{{ basis }}_{{ reading }}'
            else 'product_share_of_{{ basis }}_{{ reading }}_' || stage
        end as metric,
        as_of_month,
        peer_group as segment,
        {{ reading }}_share_of_{{ basis }} as value,
        'share' as unit
    from shares
    where '{{ basis }}' = 'events' or stage <> 'acquisition'
    union all
    {%- endfor %}
    {%- endfor %}
    select
        'startable_arr' as metric,
        as_of_month,
        peer_group as segment,
        cast(impact_arr as double) as value,
        'dollars' as unit
    from company
    union all
    select
        'labour_cost' as metric,
        as_of_month,
        peer_group as segment,
        cast(impact_gm as double) as value,
        'dollars' as unit
    from company

),

by_quarter as (

    select
        by_month.metric,
        placed.quarter,
        by_month.segment,
        by_month.value,
        by_month.unit
    from by_month
    inner join placed on by_month.as_of_month = placed.as_of_month
    where placed.place = 1
    {% for column, metric, unit in [
        ('cost_to_serve_share', 'cost_to_serve_share', 'share of recurring revenue'),
        ('cost_to_serve_per_account', 'cost_to_serve_per_account', 'dollars per year'),
        ('cost_to_serve_slope', 'cost_to_serve_scale_slope', 'ratio')
    ] %}
    union all
    select
        '{{ metric }}' as metric,
        quarter,
        'all' as segment,
        {{ column }} as value,
        '{{ unit }}' as unit
    from serving
    {%- endfor %}

),

final as (

    select
        metric,
        quarter,
        segment,
        value,
        unit,
        case
            when value is null and metric like 'product_share%' then 'no event counts in the share'
            when value is null then 'a window or a table is missing'
        end as reason
    from by_quarter

)

select * from final
