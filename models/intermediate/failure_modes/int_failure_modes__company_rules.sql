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
        case when is_measurable then is_present end as is_present,
        case when is_measurable then grade end as grade,
        case when is_measurable then impact_ratio end as impact_ratio,
        case when is_measurable then prevalence end as prevalence,
        case when is_measurable then impact_arr end as impact_arr,
        case when is_measurable then impact_gm end as impact_gm,
        case when is_measurable then impact_low end as impact_low,
        case when is_measurable then impact_high end as impact_high,
        reason
    from {{ ref('int_failure_modes__' ~ short ~ '_company') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from companies
