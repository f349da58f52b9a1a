with accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

value_changes as (

    select * from {{ ref('int_failure_modes__value_changes') }}

),

success_objectives as (

    select * from {{ ref('stg_success__success_objectives') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

outcomes as (

    select * from {{ ref('int_failure_modes__outcomes') }}

),

value_standings as (

    select * from {{ ref('int_failure_modes__value_standings') }}

),

first_objectives as (

    select
        crm_accounts.account_id,
        min(success_objectives.set_on) as first_set_on
    from success_objectives
    inner join crm_accounts on success_objectives.crm_account_id = crm_accounts.crm_account_id
    group by crm_accounts.account_id

),

first_outcomes as (

    select min(measured_on) as first_measured_on from outcomes

),

final as (

    select
        accounts.as_of_month,
        accounts.as_of_on,
        accounts.account_id,
        accounts.peer_group,
        value_changes.outcome_score,
        value_changes.depth_score,
        value_changes.reach_score,
        value_changes.owner_score,
        value_changes.champion_score,
        value_changes.survey_score,
        value_changes.value_index,
        coalesce(value_changes.value_coverage, 0) as value_coverage,
        coalesce(value_changes.trend_coverage, 0) as trend_coverage,
        value_changes.value_trend,
        value_changes.value_change,
        value_standings.value_trend_z,
        coalesce(first_objectives.first_set_on <= accounts.as_of_on, false) as has_ever_objective,
        coalesce(first_outcomes.first_measured_on <= accounts.as_of_on, false)
            as has_any_outcomes
    from accounts
    cross join first_outcomes
    left join value_changes
        on
            accounts.as_of_month = value_changes.as_of_month
            and accounts.account_id = value_changes.account_id
    left join value_standings
        on
            accounts.as_of_month = value_standings.as_of_month
            and accounts.account_id = value_standings.account_id
    left join first_objectives on accounts.account_id = first_objectives.account_id

)

select * from final
