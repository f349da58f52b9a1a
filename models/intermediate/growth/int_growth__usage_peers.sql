with observations as (

    select * from {{ ref('int_growth__usage_observations') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

months as (

    select used_month as norm_month
    from observations
    group by used_month

),

-- The workspaces of the months before, of each age and of all: nothing of the month itself.
peers as (

    select
        months.norm_month,
        observations.age_months,
        observations.active_users,
        observations.active_days,
        observations.event_count
    from observations
    cross join settings
    inner join months
        on
            observations.used_month < months.norm_month
            and {{ dbt.dateadd('month', 'settings.pql_peer_months', 'observations.used_month') }}
            >= months.norm_month
    where observations.is_month_end

),

final as (

    select
        norm_month,
        age_months,
        active_users,
        active_days,
        event_count
    from peers
    union all
    select
        norm_month,
        -1 as age_months,
        active_users,
        active_days,
        event_count
    from peers

)

select * from final
