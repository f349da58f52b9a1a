with rules as (

    select * from {{ ref('int_failure_modes__ad_rules') }}

),

months as (

    select * from {{ ref('int_failure_modes__months') }}
    where is_current

),

signal_catalog as (

    select * from {{ ref('int_config__signal_catalog') }}

),

stale_rules as (

    select
        'architecture_drift/' || rules.kind || '/' || rules.rule_version as action_id,
        'architecture_drift' as failure_mode,
        'Rule ' || rules.rule_version || ' (' || rules.kind || ') is '
        || cast(rules.age_days as varchar) || ' days old, more than the '
        || cast(rules.max_age_days as varchar) || ' that it may be' as suggested_trigger,
        'Redesign it for the company''s present size, and date the new version' as suggested_motion,
        'The redesign' as human_keeps,
        'effective_on=' || cast(rules.effective_on as varchar)
        || coalesce('; stage_ratio=' || cast(round(rules.stage_ratio, 2) as varchar), '')
            as evidence
    from rules
    inner join months on rules.as_of_month = months.as_of_month
    where rules.is_in_force and rules.is_stale

),

stages as (

    select
        signal_catalog.stage,
        count(*) as signal_types,
        sum(
            case
                when
                    signal_catalog.is_live
                    and signal_catalog.play_key is not null
                    and coalesce(signal_catalog.live_from, months.as_of_on) <= months.as_of_on
                    then 1
                else 0
            end
        ) as live_plays
    from signal_catalog
    cross join months
    group by signal_catalog.stage

),

silent_stages as (

    select
        'product_passive_growth/' || stage as action_id,
        'product_passive_growth' as failure_mode,
        'No signal of the stage ' || stage || ' opens a play' as suggested_trigger,
        'A play for its strongest signal, first where the margin dollars are largest'
            as suggested_motion,
        'Everything that needs trust' as human_keeps,
        'signal_types=' || cast(signal_types as varchar) || '; live_plays=0' as evidence
    from stages
    where live_plays = 0

),

final as (

    select
        action_id,
        failure_mode,
        suggested_trigger,
        suggested_motion,
        human_keeps,
        evidence
    from stale_rules
    union all
    select
        action_id,
        failure_mode,
        suggested_trigger,
        suggested_motion,
        human_keeps,
        evidence
    from silent_stages

)

select * from final
