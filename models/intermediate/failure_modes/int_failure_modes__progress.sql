{%- set modes = {
    'expansion_orphans': 'eo',
    'conversion_black_holes': 'cbh',
    'hollow_usage': 'hu',
    'borrowed_nrr': 'bn',
    'architecture_drift': 'ad',
    'product_passive_growth': 'ppg'
} -%}

with progress_lacks as (

    select * from {{ ref('int_failure_modes__progress_lacks') }}

),

failure_modes as (

    select * from {{ ref('failure_modes') }}

),

metric_lacks as (

    select * from {{ ref('int_inputs__metric_lacks') }}

),

together as (
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

),

named as (

    select
        failure_mode,
        metric
    from together
    group by failure_mode, metric

),

lacking as (

    select
        named.failure_mode,
        named.metric,
        {{ dbt.listagg(
            'progress_lacks.need', "', '", 'order by progress_lacks.need asc nulls last'
        ) }} as missing_inputs
    from named
    inner join progress_lacks
        on named.failure_mode = progress_lacks.failure_mode
            and named.metric like progress_lacks.metric
    group by named.failure_mode, named.metric

),

-- A zero is one only where every table was there that could have shown more.
final as (

    select
        together.failure_mode,
        together.metric,
        together.quarter,
        together.segment,
        case
            when lacking.missing_inputs is not null then null
            when together.value = 0 and metric_lacks.missing_inputs is not null then null
            else together.value
        end as value,
        together.unit,
        case
            when lacking.missing_inputs is not null
                then concat_ws('', 'needs ', lacking.missing_inputs)
            when together.value = 0 and metric_lacks.missing_inputs is not null
                then concat_ws('', 'zero in what is there; needs ', metric_lacks.missing_inputs)
            else together.reason
        end as reason
    from together
    inner join failure_modes on together.failure_mode = failure_modes.failure_mode
    left join metric_lacks on failure_modes.metric_id = metric_lacks.metric_id
    left join lacking
        on together.failure_mode = lacking.failure_mode and together.metric = lacking.metric

)

select * from final
