with indicated as (

    select * from {{ ref('int_motions__indicated') }}

),

assignments as (

    select * from {{ ref('int_motions__assignments') }}

),

inferred as (

    select * from {{ ref('int_failure_modes__ad_inferred') }}

),

motions as (

    select * from {{ ref('motions') }}

),

starts as (

    select
        account_id,
        from_on
    from indicated
    union
    select
        account_id,
        from_on
    from assignments
    union
    select
        account_id,
        until_on as from_on
    from assignments
    where until_on is not null
    union
    select
        account_id,
        from_on
    from inferred

),

spans as (

    select
        account_id,
        from_on,
        lead(from_on) over (partition by account_id order by from_on asc nulls last) as until_on
    from starts

),

beside as (

    select
        spans.account_id,
        spans.from_on,
        spans.until_on,
        indicated.annual_value,
        indicated.committee_size,
        indicated.has_procurement,
        indicated.motion_indicated,
        indicated_motions.motion_rank as indicated_rank,
        assignments.motion as motion_assigned,
        assigned_motions.motion_rank as assigned_rank,
        inferred.run_by,
        inferred.people_orders,
        inferred.order_count
    from spans
    left join indicated
        on spans.account_id = indicated.account_id
            and spans.from_on >= indicated.from_on
            and (indicated.until_on is null or spans.from_on < indicated.until_on)
    left join motions as indicated_motions
        on indicated.motion_indicated = indicated_motions.motion
    left join assignments
        on spans.account_id = assignments.account_id
            and spans.from_on >= assignments.from_on
            and (assignments.until_on is null or spans.from_on < assignments.until_on)
    left join motions as assigned_motions on assignments.motion = assigned_motions.motion
    left join inferred
        on spans.account_id = inferred.account_id
            and spans.from_on >= inferred.from_on
            and (inferred.until_on is null or spans.from_on < inferred.until_on)

),

final as (

    select
        account_id,
        from_on,
        until_on,
        annual_value,
        committee_size,
        has_procurement,
        motion_indicated,
        coalesce(motion_assigned, run_by) as motion_in_use,
        motion_assigned is null and run_by is not null as is_inferred,
        people_orders,
        order_count,
        case
            when indicated_rank is null then null
            when assigned_rank > indicated_rank then 'over_served'
            when assigned_rank < indicated_rank then 'under_served'
            when assigned_rank is not null then 'fits'
            when run_by = 'people' and indicated_rank = 1 then 'over_served'
            when run_by = 'self_serve' and indicated_rank > 1 then 'under_served'
            when run_by is not null then 'fits'
        end as direction
    from beside

)

select * from final
