with quarters as (

    select * from {{ ref('int_failure_modes__eo_quarters') }}

),

spell_outcomes as (

    select * from {{ ref('int_features__eo_spell_outcomes') }}

),

settings as (

    select * from {{ ref('int_failure_modes__eo_settings') }}

),

peers as (

    select * from {{ ref('int_failure_modes__eo_peers') }}

),

-- Spells of the year before that have had their days: was anything done within them?
final as (

    select
        quarters.quarter,
        peers.peer_group,
        count(*) as matured_spells,
        count(case
            when {{ dbt.datediff('spell_outcomes.onset_on', 'spell_outcomes.motion_on', 'day') }}
                <= settings.eo_no_talk_days then 1
        end) as answered_spells,
        count(case
            when {{ dbt.datediff('spell_outcomes.onset_on', 'spell_outcomes.motion_on', 'day') }}
                <= settings.eo_no_talk_days and spell_outcomes.motion_actor = 'product' then 1
        end) as product_answered_spells,
        count(case
            when {{ dbt.datediff('spell_outcomes.onset_on', 'spell_outcomes.motion_on', 'day') }}
                <= settings.eo_no_talk_days
                or {{ dbt.datediff(
                    'spell_outcomes.onset_on', 'spell_outcomes.expanded_on', 'day'
                ) }}
                <= settings.eo_no_talk_days then 1
        end) as caught_spells
    from quarters
    cross join settings
    inner join spell_outcomes
        on {{ dbt.datediff('spell_outcomes.onset_on', 'quarters.as_of_on', 'day') }}
            >= settings.eo_no_talk_days
            and spell_outcomes.onset_on
            > {{ dbt.dateadd('day', '-365 - settings.eo_no_talk_days', 'quarters.as_of_on') }}
    inner join peers on spell_outcomes.peer_group = peers.member
    group by quarters.quarter, peers.peer_group

)

select * from final
