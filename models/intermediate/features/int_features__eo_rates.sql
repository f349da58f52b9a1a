with months as (

    select * from {{ ref('int_failure_modes__months') }}

),

spell_outcomes as (

    select * from {{ ref('int_features__eo_spell_outcomes') }}

),

opportunities as (

    select * from {{ ref('stg_crm__opportunities') }}
    where opportunity_type = 'expansion'

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

settings as (

    select * from {{ ref('int_failure_modes__eo_settings') }}

),

-- An expansion opportunity that was opened while its account was ready.
opened as (

    select
        opportunities.opportunity_id,
        min(spell_outcomes.peer_group) as peer_group,
        cast(opportunities.created_at as date) as opened_on,
        case when opportunities.is_won then opportunities.closed_on end as won_on
    from opportunities
    inner join crm_accounts on opportunities.crm_account_id = crm_accounts.crm_account_id
    inner join spell_outcomes
        on crm_accounts.account_id = spell_outcomes.account_id
            and coalesce(opportunities.product_line, spell_outcomes.product_line)
            = spell_outcomes.product_line
            and cast(opportunities.created_at as date) >= spell_outcomes.onset_on
            and (
                spell_outcomes.ends_on is null
                or cast(opportunities.created_at as date) < spell_outcomes.ends_on
            )
    group by
        opportunities.opportunity_id, opportunities.created_at, opportunities.is_won,
        opportunities.closed_on

),

-- A case counts once its horizon has passed, so that quick and slow ones count alike.
cases as (

    select
        months.as_of_month,
        opened.peer_group,
        1 as trials,
        case
            when {{ dbt.datediff('opened.opened_on', 'opened.won_on', 'day') }}
                <= settings.eo_horizon_days then 1
            else 0
        end as wins,
        0 as untreated,
        0 as untreated_expanded
    from months
    cross join settings
    inner join opened
        on {{ dbt.datediff('opened.opened_on', 'months.as_of_on', 'day') }}
            >= settings.eo_horizon_days
    union all
    select
        months.as_of_month,
        spell_outcomes.peer_group,
        0 as trials,
        0 as wins,
        1 as untreated,
        case
            when {{ dbt.datediff('spell_outcomes.onset_on', 'spell_outcomes.expanded_on', 'day') }}
                <= settings.eo_horizon_days then 1
            else 0
        end as untreated_expanded
    from months
    cross join settings
    inner join spell_outcomes
        on {{ dbt.datediff('spell_outcomes.onset_on', 'months.as_of_on', 'day') }}
            >= settings.eo_horizon_days
    where spell_outcomes.motion_on is null
        or spell_outcomes.motion_on > least(
            coalesce(spell_outcomes.expanded_on, cast('9999-12-31' as date)),
            cast(
                {{ dbt.dateadd('day', 'settings.eo_horizon_days', 'spell_outcomes.onset_on') }}
                as date
            )
        )

),

peer_groups as (

    select peer_group
    from {{ ref('int_failure_modes__eo_peers') }}
    where peer_group = member

),

final as (

    select
        months.as_of_month,
        peer_groups.peer_group,
        cast(coalesce(sum(cases.trials), 0) as bigint) as trials,
        cast(coalesce(sum(cases.wins), 0) as bigint) as wins,
        cast(coalesce(sum(cases.untreated), 0) as bigint) as untreated,
        cast(coalesce(sum(cases.untreated_expanded), 0) as bigint) as untreated_expanded,
        settings.eo_win_prior as win_prior,
        settings.beta_prior_strength as prior_strength,
        settings.min_cell_n,
        settings.impact_interval_level as interval_level
    from months
    cross join peer_groups
    cross join settings
    left join cases
        on months.as_of_month = cases.as_of_month
            and peer_groups.peer_group = cases.peer_group
    group by
        months.as_of_month, peer_groups.peer_group, settings.eo_win_prior,
        settings.beta_prior_strength, settings.min_cell_n, settings.impact_interval_level

)

select * from final
