with signal_windows as (

    select * from {{ ref('int_motions__signal_windows') }}

),

motions as (

    select * from {{ ref('int_motions__motions') }}

),

met as (

    select
        signal_windows.signal_id,
        motions.motion_kind,
        motions.motion_id,
        motions.motion_at,
        motions.actor_kind,
        motions.motion_id = signal_windows.signal_id
        or coalesce(motions.answers_signal_id = signal_windows.signal_id, false) as is_linked
    from signal_windows
    inner join motions
        on
            signal_windows.account_id = motions.account_id
            and motions.motion_at between signal_windows.signalled_at and signal_windows.ends_at
    where
        coalesce(signal_windows.product_line, motions.product_line, '')
        = coalesce(motions.product_line, signal_windows.product_line, '')

),

-- Of what happened at one moment, what names the signal and what the product did comes first.
in_order as (

    select
        *,
        row_number() over (
            partition by signal_id
            order by
                motion_at asc nulls last,
                case when is_linked then 0 else 1 end asc nulls last,
                case actor_kind
                    when 'product' then 0 when 'human' then 1 when 'customer' then 2 else 3
                end asc nulls last,
                motion_kind asc nulls last,
                motion_id asc nulls last
        ) as motion_number
    from met

),

final as (

    select
        signal_id,
        motion_kind,
        motion_id,
        motion_at,
        actor_kind,
        is_linked
    from in_order
    where motion_number = 1

)

select * from final
