with signals as (

    select * from {{ ref('int_product__signals') }}

),

signal_catalog as (

    select * from {{ ref('int_config__signal_catalog') }}

),

signal_definitions as (

    select * from {{ ref('signal_definitions') }}

),

months as (

    select * from {{ ref('int_failure_modes__months') }}

),

settings as (

    select * from {{ ref('int_failure_modes__ad_settings') }}

),

seen as (

    select
        months.as_of_month,
        months.as_of_on,
        signals.signal_type,
        signals.origin,
        bool_or(signals.can_start) as can_start
    from months
    cross join settings
    inner join signals
        on
            {{ dbt.dateadd('day', 1, 'months.as_of_on') }} > signals.signalled_at
            and {{ dbt.dateadd('day', '1 - settings.window_days', 'months.as_of_on') }}
            <= signals.signalled_at
    where signals.origin <> 'computed'
    group by months.as_of_month, months.as_of_on, signals.signal_type, signals.origin

),

-- Prompts, invites and exposures act by themselves; a recorded signal and a limit need a live play.
mapped as (

    select
        seen.as_of_month,
        seen.signal_type,
        seen.origin in ('recorded', 'limit_reached') as is_emitted,
        seen.can_start,
        coalesce(signal_catalog.stage, signal_definitions.stages) as stages,
        coalesce(
            signal_catalog.is_live
            and signal_catalog.play_key is not null
            and coalesce(signal_catalog.live_from <= seen.as_of_on, true), false
        ) as has_live_play
    from seen
    left join signal_catalog on seen.signal_type = signal_catalog.signal_type
    left join signal_definitions
        on seen.signal_type = signal_definitions.signal_type
            and seen.origin = signal_definitions.origin

),

types as (

    select
        as_of_month,
        signal_type,
        bool_or(has_live_play) as has_live_play
    from mapped
    where is_emitted
    group by as_of_month, signal_type

),

type_counts as (

    select
        as_of_month,
        count(*) as emitted_types,
        sum(case when has_live_play then 1 else 0 end) as live_types
    from types
    group by as_of_month

),

stage_counts as (

    select
        as_of_month,
        {% for stage in ['acquisition', 'conversion', 'expansion', 'retention'] -%}
        max(case when stages like '%{{ stage }}%' then 1 else 0 end){{ ' +' if not loop.last }}
        {% endfor %} as live_stages
    from mapped
    where can_start and (has_live_play or not is_emitted)
    group by as_of_month

),

final as (

    select
        months.as_of_month,
        cast(coalesce(type_counts.emitted_types, 0) as bigint) as emitted_types,
        cast(coalesce(type_counts.live_types, 0) as bigint) as live_types,
        cast(coalesce(stage_counts.live_stages, 0) as bigint) as live_stages,
        cast(type_counts.live_types as double) / type_counts.emitted_types as signal_coverage,
        cast(coalesce(stage_counts.live_stages, 0) as double) / 4 as stage_trigger_coverage
    from months
    left join type_counts on months.as_of_month = type_counts.as_of_month
    left join stage_counts on months.as_of_month = stage_counts.as_of_month

)

select * from final
