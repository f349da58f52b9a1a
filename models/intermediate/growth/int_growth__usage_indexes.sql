with peers as (

    select * from {{ ref('int_growth__usage_peers') }}

),

observations as (

    select * from {{ ref('int_growth__usage_observations') }}

),

norms as (

    select * from {{ ref('int_growth__usage_norms') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

thresholds as (

    select * from {{ ref('int_config__parameters') }}

),

-- Peers of the same age where there are enough of them, else of any age, else nobody is judged.
chosen as (

    select
        observations.workspace_id,
        observations.changed_on,
        max(norms.age_months) as age_months
    from observations
    cross join thresholds
    inner join norms
        on
            observations.used_month = norms.norm_month
            and (norms.age_months = observations.age_months or norms.age_months = -1)
    where norms.peer_count >= thresholds.min_cell_n
    group by observations.workspace_id, observations.changed_on

),

measured as (

    select
        cast(null as varchar) as workspace_id,
        cast(null as date) as changed_on,
        cast(null as date) as changes_next_on,
        norm_month,
        age_months,
        active_users,
        active_days,
        event_count
    from peers
    union all
    select
        observations.workspace_id,
        observations.changed_on,
        observations.changes_next_on,
        observations.used_month as norm_month,
        chosen.age_months,
        observations.active_users,
        observations.active_days,
        observations.event_count
    from observations
    inner join chosen
        on
            observations.workspace_id = chosen.workspace_id
            and observations.changed_on = chosen.changed_on

),

final as (

    select
        measured.workspace_id,
        measured.changed_on,
        measured.changes_next_on,
        measured.norm_month,
        measured.age_months,
        (
            settings.usage_weight_users
            * coalesce((measured.active_users - norms.users_mean) / norms.users_spread, 0)
            + settings.usage_weight_days
            * coalesce((measured.active_days - norms.days_mean) / norms.days_spread, 0)
            + settings.usage_weight_events
            * coalesce((measured.event_count - norms.events_mean) / norms.events_spread, 0)
        )
        / nullif(
            settings.usage_weight_users + settings.usage_weight_days
            + settings.usage_weight_events, 0
        ) as usage_index
    from measured
    cross join settings
    inner join norms
        on measured.norm_month = norms.norm_month and measured.age_months = norms.age_months

)

select * from final
