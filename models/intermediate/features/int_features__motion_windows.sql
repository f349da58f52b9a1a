with motions as (

    select * from {{ ref('int_motions__motions') }}
    where motion_kind not in ('self_serve_order', 'prompt_engaged')

),

as_of_dates as (

    select * from {{ ref('int_features__as_of_dates') }}

),

settings as (

    select * from {{ ref('int_features__settings') }}

),

motion_days as (

    select
        account_id,
        cast(motion_at as date) as motion_on,
        count(*) as motions
    from motions
    group by account_id, cast(motion_at as date)

),

-- What the customer did by itself (an order, a click) is no motion that somebody could have run.
final as (

    select
        motion_days.account_id,
        as_of_dates.as_of_on,
        cast(sum(motion_days.motions) as bigint) as motions,
        max(motion_days.motion_on) as latest_fact_on
    from motion_days
    cross join settings
    inner join as_of_dates
        on
            motion_days.motion_on <= as_of_dates.as_of_on
            and {{ dbt.dateadd('day', 'settings.score_motion_days', 'motion_days.motion_on') }}
            > as_of_dates.as_of_on
    group by motion_days.account_id, as_of_dates.as_of_on

)

select * from final
