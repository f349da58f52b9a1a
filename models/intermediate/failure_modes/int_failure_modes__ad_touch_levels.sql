with event_touches as (

    select * from {{ ref('int_failure_modes__ad_event_touches') }}

),

rules as (

    select * from {{ ref('int_failure_modes__ad_rules') }}
    where is_in_force and kind in ('playbook', 'segmentation')

),

settings as (

    select * from {{ ref('int_failure_modes__ad_settings') }}

),

redesigns as (

    select
        as_of_month,
        as_of_on,
        max(effective_on) as redesigned_on
    from rules
    group by as_of_month, as_of_on

),

-- The year that ended with the redesign beside the last year, or what there is of it since then.
windowed as (

    select
        redesigns.as_of_month,
        redesigns.redesigned_on,
        event_touches.event_type,
        event_touches.peer_group,
        case
            when event_touches.effective_on > redesigns.redesigned_on then 'now' else 'then'
        end as time_window,
        event_touches.touch_count,
        event_touches.minutes
    from redesigns
    inner join event_touches
        on (
            event_touches.effective_on <= redesigns.redesigned_on
            and event_touches.effective_on
            > {{ dbt.dateadd('month', -12, 'redesigns.redesigned_on') }}
        )
        or (
            event_touches.effective_on > redesigns.redesigned_on
            and event_touches.effective_on <= redesigns.as_of_on
            and event_touches.effective_on > {{ dbt.dateadd('month', -12, 'redesigns.as_of_on') }}
        )

),

cells as (

    select
        as_of_month,
        redesigned_on,
        event_type,
        peer_group,
        sum(case when time_window = 'now' then 1 else 0 end) as events_now,
        sum(case when time_window = 'now' then touch_count else 0 end) as touches_now,
        sum(case when time_window = 'now' then minutes end) as minutes_now,
        sum(case when time_window = 'then' then 1 else 0 end) as events_then,
        sum(case when time_window = 'then' then touch_count else 0 end) as touches_then
    from windowed
    group by as_of_month, redesigned_on, event_type, peer_group

),

-- What the events of now would have taken at the level of then, group by group.
expected as (

    select
        *,
        cast(events_now as double) * cast(touches_then as double) / nullif(events_then, 0)
            as touches_expected
    from cells

),

grouped as (
    {% for peer_group in ["'all'", 'peer_group'] %}
    select
        as_of_month,
        redesigned_on,
        event_type,
        {{ peer_group }} as peer_group,
        cast(sum(events_now) as bigint) as events_now,
        cast(sum(events_then) as bigint) as events_then,
        cast(sum(touches_now) as bigint) as touches_now,
        cast(sum(minutes_now) as double) as minutes_now,
        cast(sum(case when events_then > 0 then touches_now end) as double) as touches_comparable,
        round(sum(touches_expected), 6) as touches_expected
    from expected
    group by as_of_month, redesigned_on, event_type{{ ', peer_group' if not loop.first }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

final as (

    select
        grouped.as_of_month,
        grouped.redesigned_on,
        grouped.event_type,
        grouped.peer_group,
        grouped.events_now,
        grouped.events_then,
        cast(grouped.touches_now as double) / nullif(grouped.events_now, 0) as touches_per_event,
        grouped.minutes_now / 60 / nullif(grouped.events_now, 0) as hours_per_event,
        case
            when grouped.events_now >= settings.min_cell_n
                and grouped.events_then >= settings.min_cell_n
                then grouped.touches_comparable / nullif(grouped.touches_expected, 0) - 1
        end as touch_drift
    from grouped
    cross join settings

)

select * from final
