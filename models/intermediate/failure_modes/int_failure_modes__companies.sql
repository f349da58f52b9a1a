with company_rules as (

    select * from {{ ref('int_failure_modes__company_rules') }}
    where scenario_id = 'base'

),

company_runs as (

    select * from {{ ref('int_failure_modes__company_runs') }}

),

scenario_values as (

    select * from {{ ref('int_failure_modes__scenario_values') }}
    where is_base

),

failure_modes as (

    select * from {{ ref('failure_modes') }}

),

settings as (

    select
        failure_modes.failure_mode,
        max(
            case when scenario_values.parameter = failure_modes.rule_prefix || '_impact_critical'
                    then scenario_values.value
            end
        ) as impact_critical,
        max(
            case
                when scenario_values.parameter = failure_modes.rule_prefix || '_prevalence_critical'
                    then scenario_values.value
            end
        ) as prevalence_critical,
        max(
            case
                when scenario_values.parameter = 'severity_watch_min' then scenario_values.value
            end
        )
            as watch_min,
        max(
            case when scenario_values.parameter = 'severity_moderate_min' then scenario_values.value
            end
        ) as moderate_min,
        max(
            case when scenario_values.parameter = 'severity_high_min' then scenario_values.value end
        )
            as high_min,
        max(
            case when scenario_values.parameter = 'severity_critical_min' then scenario_values.value
            end
        ) as critical_min
    from failure_modes
    inner join scenario_values on failure_modes.failure_mode = scenario_values.failure_mode
    group by failure_modes.failure_mode

),

scored as (

    select
        company_rules.*,
        company_runs.quarters_true,
        settings.watch_min,
        settings.moderate_min,
        settings.high_min,
        settings.critical_min,
        round(
            50 * least(
                1,
                greatest(0, company_rules.impact_ratio / cast(settings.impact_critical as double))
            )
            + 30 * least(
                1, company_rules.prevalence / cast(settings.prevalence_critical as double)
            )
            + 20 * least(1, cast(company_runs.quarters_true as double) / 4),
            6
        ) as severity
    from company_rules
    inner join settings on company_rules.failure_mode = settings.failure_mode
    inner join company_runs
        on company_rules.failure_mode = company_runs.failure_mode
            and company_rules.peer_group = company_runs.peer_group
            and company_rules.as_of_month = company_runs.as_of_month

),

-- A mode whose size is not known has no severity: unknown is not clear.
final as (

    select
        failure_mode,
        as_of_month,
        peer_group,
        is_measurable,
        missing_inputs,
        is_present,
        grade,
        case when impact_ratio is not null and prevalence is not null then severity end as severity,
        case
            when impact_ratio is null or prevalence is null then null
            when severity >= critical_min then 'critical'
            when severity >= high_min then 'high'
            when severity >= moderate_min then 'moderate'
            when severity >= watch_min then 'watch'
            else 'clear'
        end as severity_label,
        impact_ratio,
        prevalence,
        impact_arr,
        impact_gm,
        impact_low,
        impact_high,
        quarters_true,
        reason
    from scored

)

select * from final
