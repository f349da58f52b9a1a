{#- The columns of one figure of int_growth__figures: a quotient (numerator over denominator) or a
    plain value. All but period and unit are SQL. -#}
{% macro figure(
    metric_id, period, period_start, slice, unit,
    value=none, numerator=none, denominator=none, segment="'all'", reason='cast(null as varchar)'
) -%}
    {{ metric_id }} as metric_id,
        '{{ period }}' as period,
        {{ period_start }} as period_start,
        {{ segment }} as segment,
        {{ slice }} as slice,
    {%- if value is not none %}
        cast({{ value }} as double) as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
    {%- else %}
        cast({{ numerator }} as double) / nullif(cast({{ denominator }} as double), 0) as value,
        cast({{ numerator }} as double) as numerator,
        cast({{ denominator }} as double) as denominator,
    {%- endif %}
        '{{ unit }}' as unit,
        {{ reason }} as reason
{%- endmacro %}
