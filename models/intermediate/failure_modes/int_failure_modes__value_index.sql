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

settings as (

    select * from {{ ref('int_failure_modes__hu_settings') }}

),

placed as (

    select
        accounts.as_of_month,
        accounts.as_of_on,
        accounts.account_id,
        accounts.peer_group,
        value_changes.value_change
    from accounts
    inner join value_changes
        on
            accounts.as_of_month = value_changes.as_of_month
            and accounts.account_id = value_changes.account_id

),

circles as (

    select
        as_of_month,
        peer_group as peers,
        value_change
    from placed
    union all
    select
        as_of_month,
        'all' as peers,
        value_change
    from placed

),

peers as (

    select
        circles.as_of_month,
        circles.peers,
        cast(sum(circles.value_change) as double) / count(circles.value_change) as mean_change,
        cast(sum(cast(
            circles.value_change * circles.value_change as decimal(28, 16)
        )) as double) / count(circles.value_change) as mean_change_squared
    from circles
    cross join settings
    group by circles.as_of_month, circles.peers, settings.min_cell_n
    having count(circles.value_change) >= settings.min_cell_n

),

standardised as (

    select
        placed.as_of_month,
        placed.account_id,
        cast(
            (placed.value_change - peers.mean_change) / nullif(sqrt(greatest(
                peers.mean_change_squared - peers.mean_change * peers.mean_change, 0
            )), 0) as decimal(18, 8)
        ) as value_trend_z,
        row_number() over (
            partition by placed.as_of_month, placed.account_id
            order by case when peers.peers = 'all' then 1 else 0 end asc nulls last
        ) as choice_number
    from placed
    inner join peers
        on
            placed.as_of_month = peers.as_of_month
            and peers.peers in (placed.peer_group, 'all')

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
        standardised.value_trend_z,
        coalesce(first_objectives.first_set_on <= accounts.as_of_on, false) as has_ever_objective,
        coalesce(first_outcomes.first_measured_on <= accounts.as_of_on, false)
            as has_any_outcomes
    from accounts
    cross join first_outcomes
    left join value_changes
        on
            accounts.as_of_month = value_changes.as_of_month
            and accounts.account_id = value_changes.account_id
    left join standardised
        on
            accounts.as_of_month = standardised.as_of_month
            and accounts.account_id = standardised.account_id
            and standardised.choice_number = 1
    left join first_objectives on accounts.account_id = first_objectives.account_id

)

select * from final
