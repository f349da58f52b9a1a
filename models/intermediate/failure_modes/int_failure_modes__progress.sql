{%- set modes = {
    'expansion_orphans': 'eo',
    'conversion_black_holes': 'cbh',
    'hollow_usage': 'hu',
    'borrowed_nrr': 'bn',
    'architecture_drift': 'ad',
    'product_passive_growth': 'ppg'
} -%}

with final as (
    {% for failure_mode, short in modes.items() %}
    select
        '{{ failure_mode }}' as failure_mode,
        metric,
        quarter,
        segment,
        value,
        unit,
        reason
    from {{ ref('int_failure_modes__' ~ short ~ '_progress') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from final
