with signal_motions as (

    select * from {{ ref('int_motions__signal_motions') }}

),

final as (

    select
        signal_id,
        account_id,
        product_line,
        origin,
        stage,
        signalled_at,
        motion_kind,
        motion_id,
        motion_at,
        cast(lag_days as bigint) as lag_days,
        actor_kind,
        is_linked,
        is_matured,
        is_excluded,
        reason
    from signal_motions

)

select * from final
