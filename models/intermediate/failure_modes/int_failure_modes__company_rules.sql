{%- set modes = {
    'expansion_orphans': 'eo',
    'conversion_black_holes': 'cbh',
    'hollow_usage': 'hu',
    'borrowed_nrr': 'bn',
    'architecture_drift': 'ad',
    'product_passive_growth': 'ppg'
} -%}

with companies as (
    {% for failure_mode, short in modes.items() %}
    select
        '{{ failure_mode }}' as failure_mode,
        scenario_id,
        as_of_month,
        peer_group,
        is_measurable,
        missing_inputs,
        is_present,
        grade,
        impact_ratio,
        prevalence,
        impact_arr,
        impact_gm,
        impact_low,
        impact_high,
        reason
    from {{ ref('int_failure_modes__' ~ short ~ '_company') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from companies
