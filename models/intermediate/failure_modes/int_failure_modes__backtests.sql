{%- set modes = ['eo', 'cbh', 'hu', 'bn', 'ad', 'ppg'] -%}

with final as (
    {% for short in modes %}
    select
        failure_mode,
        measured_on,
        n_flagged,
        n_other,
        rate_flagged,
        rate_other,
        lift,
        lift_low,
        lift_high,
        is_validated,
        reason
    from {{ ref('int_failure_modes__' ~ short ~ '_backtest') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from final
