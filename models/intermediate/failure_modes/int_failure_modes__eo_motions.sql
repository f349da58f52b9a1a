with motions as (

    select * from {{ ref('int_motions__motions') }}

),

months as (

    select * from {{ ref('int_failure_modes__months') }}

),

numbered as (

    select
        account_id,
        motion_kind,
        motion_id,
        motion_at,
        cast(motion_at as date) as motion_on,
        row_number() over (
            partition by account_id, cast(motion_at as date)
            order by motion_at desc nulls last, motion_kind asc nulls last, motion_id asc nulls last
        ) as recency
    from motions

),

-- The last motion of a day holds until the next day with one.
latest as (

    select
        *,
        lead(motion_on) over (partition by account_id order by motion_on asc nulls last)
            as next_motion_on
    from numbered
    where recency = 1

),

final as (

    select
        months.as_of_month,
        months.as_of_on,
        latest.account_id,
        latest.motion_kind as last_motion_kind,
        latest.motion_id as last_motion_id,
        latest.motion_at as last_motion_at,
        latest.motion_on as last_motion_on
    from months
    inner join latest
        on months.as_of_on >= latest.motion_on
            and (latest.next_motion_on is null or months.as_of_on < latest.next_motion_on)

)

select * from final
