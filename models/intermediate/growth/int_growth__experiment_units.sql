with outcomes as (

    select * from {{ ref('int_growth__experiment_outcomes') }}

),

workspaces as (

    select * from {{ ref('int_growth__workspaces') }}

),

first_workspaces as (

    select * from workspaces
    where is_first_of_account

),

experiments as (

    select
        experiment_key,
        outcome_kind,
        max(outcome_days) as outcome_days,
        min(starts_on) as starts_on,
        case
            when count(had_outcome_before) = count(*)
                then cast(count(case when had_outcome_before then 1 end) as double) / count(*)
        end as before_share
    from outcomes
    group by experiment_key, outcome_kind

),

-- What sign-ups of the year before came to, all of it known before the first was assigned.
baselines as (

    select
        experiments.experiment_key,
        cast(count(case
            when
                experiments.outcome_kind = 'activation'
                and workspaces.first_value_at
                <= {{ dbt.dateadd('day', 'experiments.outcome_days', 'workspaces.signed_up_at') }}
                then 1
            when
                experiments.outcome_kind = 'purchase'
                and workspaces.first_paid_at
                <= {{ dbt.dateadd('day', 'experiments.outcome_days', 'workspaces.signed_up_at') }}
                then 1
        end) as double) / count(*) as signup_share
    from experiments
    inner join first_workspaces as workspaces
        on
            {{ dbt.dateadd('day', 'experiments.outcome_days', 'workspaces.signed_up_at') }}
            <= experiments.starts_on
            and workspaces.signed_up_at
            >= {{ dbt.dateadd('day', '-365 - experiments.outcome_days', 'experiments.starts_on') }}
    where not workspaces.is_paying_at_signup
    group by experiments.experiment_key

),

-- Alike are units of one way in, one age and one quarter: all of it known when they were assigned.
final as (

    select
        outcomes.lever,
        outcomes.experiment_key,
        outcomes.unit_type,
        outcomes.unit_id,
        outcomes.is_randomised,
        outcomes.is_treated,
        concat_ws(
            '/', first_workspaces.entry_model,
            case when first_workspaces.is_assisted then 'assisted' else 'self-serve' end,
            case
                when first_workspaces.first_paid_at < outcomes.assigned_at then 'paying'
                else 'free'
            end,
            case
                when first_workspaces.first_value_at < outcomes.assigned_at then 'valued'
                else 'new'
            end,
            cast({{ dbt.date_trunc('quarter', 'outcomes.assigned_at') }} as varchar)
        ) as stratum,
        outcomes.has_outcome,
        outcomes.had_outcome_before,
        coalesce(experiments.before_share, baselines.signup_share) as baseline_share
    from outcomes
    inner join experiments on outcomes.experiment_key = experiments.experiment_key
    left join baselines on outcomes.experiment_key = baselines.experiment_key
    left join first_workspaces on outcomes.account_id = first_workspaces.account_id

)

select * from final
