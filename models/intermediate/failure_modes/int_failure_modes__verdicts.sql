{%- set modes = {
    'expansion_orphans': 'eo',
    'conversion_black_holes': 'cbh',
    'hollow_usage': 'hu',
    'borrowed_nrr': 'bn',
    'architecture_drift': 'ad',
    'product_passive_growth': 'ppg'
} -%}

with states as (
    {% for failure_mode, short in modes.items() %}
    select
        '{{ failure_mode }}' as failure_mode,
        scenario_id,
        is_base,
        as_of_month,
        as_of_on,
        account_id,
        product_line,
        state,
        is_present,
        blocked_by,
        onset_on,
        days_in_state,
        arr,
        reason,
        evidence
    from {{ ref('int_failure_modes__' ~ short ~ '_states') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

dollars as (
    {% for failure_mode, short in modes.items() %}
    select
        '{{ failure_mode }}' as failure_mode,
        scenario_id,
        as_of_month,
        account_id,
        product_line,
        impact_arr,
        impact_gm,
        impact_low,
        impact_high,
        dollars_reason
    from {{ ref('int_failure_modes__' ~ short ~ '_dollars') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

final as (

    select
        states.failure_mode,
        states.scenario_id,
        states.is_base,
        states.as_of_month,
        states.as_of_on,
        states.account_id,
        states.product_line,
        states.state,
        states.is_present,
        states.blocked_by,
        states.onset_on,
        states.days_in_state,
        cast(states.arr as decimal(28, 8)) as arr,
        cast(dollars.impact_arr as decimal(28, 8)) as impact_arr,
        cast(dollars.impact_gm as decimal(28, 8)) as impact_gm,
        cast(dollars.impact_low as decimal(28, 8)) as impact_low,
        cast(dollars.impact_high as decimal(28, 8)) as impact_high,
        dollars.dollars_reason,
        states.reason,
        states.evidence
    from states
    left join dollars
        on states.failure_mode = dollars.failure_mode
            and states.scenario_id = dollars.scenario_id
            and states.as_of_month = dollars.as_of_month
            and states.account_id = dollars.account_id
            and states.product_line = dollars.product_line

)

select * from final
