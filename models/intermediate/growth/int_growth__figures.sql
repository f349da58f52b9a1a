{{ config(materialized='view') }}
{%- set themes = [
    'signups', 'activation_windows', 'time_to_value', 'usage_retention', 'funnel', 'pql',
    'lead_kinds', 'triggers', 'expansion', 'predictability', 'account_states', 'network',
    'exposures', 'acquisition', 'costs', 'paybacks', 'deals', 'motions', 'handoffs',
    'coordination', 'references', 'demand', 'market', 'marketing', 'leads', 'fit'
] %}

with final as (
    {% for theme in themes %}
    select
        metric_id,
        period,
        period_start,
        segment,
        slice,
        value,
        numerator,
        denominator,
        unit,
        reason
    from {{ ref('int_growth__figures_' ~ theme) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from final
