with heavy_users as (

    select * from {{ ref('int_failure_modes__hu_heavy_users') }}

),

settings as (

    select * from {{ ref('int_failure_modes__hu_settings') }}

),

groups as (

    select
        as_of_month,
        peer_group,
        is_heavy,
        opening_arr,
        kept_arr
    from heavy_users
    where peer_group is not null
    union all
    select
        as_of_month,
        'all' as peer_group,
        is_heavy,
        opening_arr,
        kept_arr
    from heavy_users

),

kept as (

    select
        as_of_month,
        peer_group,
        sum(case when is_heavy then 1 else 0 end) as heavy_accounts,
        cast(sum(kept_arr) as double) / nullif(cast(sum(opening_arr) as double), 0) as grr,
        cast(sum(case when is_heavy then kept_arr else 0 end) as double)
        / nullif(cast(sum(case when is_heavy then opening_arr else 0 end) as double), 0)
            as heavy_grr
    from groups
    group by as_of_month, peer_group

),

final as (

    select
        kept.as_of_month,
        kept.peer_group,
        kept.heavy_accounts,
        cast(kept.grr as decimal(18, 8)) as grr,
        case
            when kept.heavy_accounts >= settings.min_cell_n
                then cast(kept.heavy_grr as decimal(18, 8))
        end as heavy_grr,
        case
            when kept.heavy_accounts >= settings.min_cell_n
                then cast(100 * (kept.heavy_grr - kept.grr) as decimal(18, 8))
        end as usage_edge_points
    from kept
    cross join settings

)

select * from final
