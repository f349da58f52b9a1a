with quarters as (

    select * from {{ ref('int_failure_modes__eo_quarters') }}

),

spell_outcomes as (

    select * from {{ ref('int_features__eo_spell_outcomes') }}

),

peers as (

    select * from {{ ref('int_failure_modes__eo_peers') }}

),

-- Spells that began in the year before: those without a motion wait until they end, or until now.
watched as (

    select
        quarters.quarter,
        quarters.as_of_on,
        peers.peer_group,
        spell_outcomes.account_id,
        spell_outcomes.product_line,
        spell_outcomes.onset_on,
        least(
            coalesce(spell_outcomes.ends_on, quarters.as_of_on), quarters.as_of_on
        ) as watched_until_on,
        spell_outcomes.motion_on
    from quarters
    inner join spell_outcomes
        on quarters.as_of_on >= spell_outcomes.onset_on
            and spell_outcomes.onset_on
            > {{ dbt.dateadd('year', -1, 'quarters.as_of_on') }}
    inner join peers on spell_outcomes.peer_group = peers.member

),

final as (

    select
        quarter,
        peer_group,
        account_id,
        product_line,
        onset_on,
        coalesce(motion_on <= watched_until_on, false) as has_happened,
        greatest(
            case
                when motion_on <= watched_until_on
                    then {{ dbt.datediff('onset_on', 'motion_on', 'day') }}
                else {{ dbt.datediff('onset_on', 'watched_until_on', 'day') }}
            end, 0
        ) as days_waited
    from watched

)

select * from final
