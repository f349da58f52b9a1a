{%- set modes = {
    'expansion_orphans': 'eo',
    'conversion_black_holes': 'cbh',
    'hollow_usage': 'hu',
    'borrowed_nrr': 'bn',
    'architecture_drift': 'ad',
    'product_passive_growth': 'ppg'
} -%}

with failure_modes as (

    select * from {{ ref('failure_modes') }}

),

metric_lacks as (

    select * from {{ ref('int_inputs__metric_lacks') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

ruled as (
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

),

lacking as (

    select
        failure_modes.failure_mode,
        metric_lacks.missing_inputs,
        metric_lacks.missing_inputs is not null as is_lacking
    from failure_modes
    left join metric_lacks on failure_modes.metric_id = metric_lacks.metric_id

),

-- Where nobody pays no rule has a row in the current month: that much is said, and what is lacking.
unruled as (

    select
        lacking.failure_mode,
        cast({{ dbt.date_trunc('month', 'as_of.as_of_on') }} as date) as as_of_month,
        coalesce(lacking.missing_inputs, 'paying accounts in subscriptions') as missing_inputs
    from lacking
    cross join as_of
    left join ruled
        on lacking.failure_mode = ruled.failure_mode
            and ruled.scenario_id = 'base'
            and ruled.peer_group = 'all'
            and {{ dbt.date_trunc('month', 'as_of.as_of_on') }} = ruled.as_of_month
    where ruled.failure_mode is null

),

companies as (

    select * from ruled
    union all
    select
        failure_mode,
        'base' as scenario_id,
        as_of_month,
        'all' as peer_group,
        false as is_measurable,
        missing_inputs,
        cast(null as boolean) as is_present,
        cast(null as {{ dbt.type_string() }}) as grade,
        cast(null as double) as impact_ratio,
        cast(null as double) as prevalence,
        cast(null as decimal(28, 8)) as impact_arr,
        cast(null as decimal(28, 8)) as impact_gm,
        cast(null as decimal(28, 8)) as impact_low,
        cast(null as decimal(28, 8)) as impact_high,
        concat_ws('', 'Not measurable: ', missing_inputs, '.') as reason
    from unruled

),

-- A zero is one only where every table was there that could have shown more.
final as (

    select
        companies.failure_mode,
        companies.scenario_id,
        companies.as_of_month,
        companies.peer_group,
        companies.is_measurable,
        companies.missing_inputs,
        companies.is_present,
        companies.grade,
        {%- for column, shown in [
            ('impact_ratio', 'impact_ratio'), ('prevalence', 'prevalence'),
            ('impact_arr', 'impact_arr'), ('impact_gm', 'impact_gm'),
            ('impact_low', 'impact_gm'), ('impact_high', 'impact_gm')
        ] %}
        case when companies.{{ shown }} <> 0 or not lacking.is_lacking
                then companies.{{ column }}
        end as {{ column }},
        {%- endfor %}
        companies.reason
    from companies
    inner join lacking on companies.failure_mode = lacking.failure_mode

)

select * from final
