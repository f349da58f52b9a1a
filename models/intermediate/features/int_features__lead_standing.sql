with lead_facts as (

    select * from {{ ref('int_features__lead_facts') }}

),

settings as (

    select * from {{ ref('int_features__settings') }}

),

aged as (

    select
        *,
        case when age_days < 30 then 1 when age_days < 90 then 2 else 3 end as age_band
    from lead_facts

),

places as (

    select
        *,
        percent_rank() over (
            partition by as_of_on, age_band order by active_users asc nulls last
        ) as place_by_users,
        percent_rank() over (
            partition by as_of_on, age_band order by events asc nulls last
        ) as place_by_events,
        percent_rank() over (
            partition by as_of_on, age_band order by active_days asc nulls last
        ) as place_by_days
    from aged

),

ranked as (

    select
        *,
        place_by_users + place_by_events + place_by_days as engagement_rank
    from places

),

final as (

    select
        ranked.workspace_id,
        ranked.as_of_on,
        percent_rank() over (
            partition by ranked.as_of_on, ranked.age_band
            order by ranked.engagement_rank asc nulls last
        ) as engagement_share,
        coalesce(
            {{ dbt.datediff(
                dbt.dateadd('day', '-ranked.age_days', 'ranked.as_of_on'),
                'ranked.first_value_on', 'day'
            ) }} < settings.act_window_days,
            false
        ) as is_activated
    from ranked
    cross join settings

)

select * from final
