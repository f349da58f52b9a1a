with scenarios as (

    select * from {{ ref('int_failure_modes__scenarios') }}

),

verdicts as (

    select * from {{ ref('int_failure_modes__verdicts') }}

),

scenario_months as (

    select * from {{ ref('int_failure_modes__scenario_months') }}
    where is_current

),

-- A scenario that finds nobody has a row all the same.
counts as (

    select
        scenario_months.failure_mode,
        scenario_months.scenario_id,
        count(distinct case when verdicts.is_present then verdicts.account_id end) as accounts,
        cast(
            sum(case when verdicts.is_present then verdicts.impact_gm else 0 end) as decimal(28, 8)
        ) as impact_gm
    from scenario_months
    left join verdicts
        on scenario_months.failure_mode = verdicts.failure_mode
            and scenario_months.scenario_id = verdicts.scenario_id
            and scenario_months.as_of_month = verdicts.as_of_month
    group by scenario_months.failure_mode, scenario_months.scenario_id

),

final as (

    select
        scenarios.parameter,
        scenarios.change,
        scenarios.failure_mode,
        counts.accounts,
        counts.impact_gm,
        base.accounts as accounts_base,
        base.impact_gm as impact_gm_base
    from scenarios
    inner join counts
        on scenarios.failure_mode = counts.failure_mode
            and scenarios.scenario_id = counts.scenario_id
    inner join counts as base
        on scenarios.failure_mode = base.failure_mode and base.scenario_id = 'base'
    where not scenarios.is_base

)

select * from final
