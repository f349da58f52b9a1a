with outcome_readings as (

    select * from {{ ref('stg_product__outcome_readings') }}

),

success_objectives as (

    select * from {{ ref('stg_success__success_objectives') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

stated as (

    select
        outcome_readings.outcome_id as reading_id,
        'outcome_readings' as source_table,
        coalesce(crm_accounts.account_id, workspace_accounts.account_id) as account_id,
        concat_ws(':', 'reading', outcome_readings.outcome_key) as item_key,
        outcome_readings.measured_on,
        outcome_readings.value,
        outcome_readings.baseline,
        outcome_readings.target,
        outcome_readings.is_higher_better,
        case
            when outcome_readings.is_verified
                then coalesce(outcome_readings.verified_on, outcome_readings.measured_on)
        end as verified_on
    from outcome_readings
    left join crm_accounts on outcome_readings.crm_account_id = crm_accounts.crm_account_id
    left join workspace_accounts
        on outcome_readings.workspace_id = workspace_accounts.workspace_id
    union all
    select
        success_objectives.objective_id as reading_id,
        'success_objectives' as source_table,
        crm_accounts.account_id,
        concat_ws(':', 'objective', success_objectives.objective_id) as item_key,
        coalesce(success_objectives.measured_on, success_objectives.verified_on) as measured_on,
        success_objectives.value,
        cast(null as decimal(38, 10)) as baseline,
        success_objectives.target,
        success_objectives.is_higher_better,
        success_objectives.verified_on
    from success_objectives
    left join crm_accounts on success_objectives.crm_account_id = crm_accounts.crm_account_id

),

-- How far the way from the start to the goal has been gone; without a start, value against goal.
attained as (

    select
        stated.*,
        case
            when target is null or value is null then null
            when baseline is not null and target <> baseline
                then (value - baseline) / (target - baseline)
            when coalesce(is_higher_better, true) and target > 0 then value / target
            when not coalesce(is_higher_better, true) and value > 0 then target / value
            when not coalesce(is_higher_better, true) and value = 0 and target >= 0 then 1
        end as attainment
    from stated
    cross join as_of
    where account_id is not null and measured_on <= as_of.as_of_on

),

final as (

    select
        reading_id,
        source_table,
        account_id,
        item_key,
        measured_on,
        verified_on,
        cast(
            case when attainment < 0 then 0 when attainment > 1 then 1 else attainment end
            as decimal(18, 8)
        ) as attainment
    from attained

)

select * from final
