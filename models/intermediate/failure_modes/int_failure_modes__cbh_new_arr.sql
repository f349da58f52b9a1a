with months as (

    select * from {{ ref('int_failure_modes__months') }}

),

change_pieces as (

    select * from {{ ref('int_revenue__change_pieces') }}
    where movement_type = 'new'

),

profiles as (

    select * from {{ ref('int_identity__account_profiles') }}

),

-- An account without a workspace was won by people.
moved as (

    select
        change_pieces.moved_on,
        change_pieces.mrr_delta,
        case
            when profiles.entry_model = 'pilot' then 'pilot'
            when profiles.entry_model is null or profiles.entry_model = 'sales_provisioned'
                then 'assisted'
            else 'self_serve'
        end as peer_group
    from change_pieces
    left join profiles on change_pieces.account_id = profiles.account_id

),

grouped as (

    select
        moved_on,
        mrr_delta,
        peer_group
    from moved
    union all
    select
        moved_on,
        mrr_delta,
        'all' as peer_group
    from moved

),

final as (

    select
        months.as_of_month,
        grouped.peer_group,
        cast(sum(grouped.mrr_delta) * 12 as decimal(28, 8)) as new_arr_ttm
    from months
    inner join grouped
        on months.as_of_on >= grouped.moved_on
            and grouped.moved_on > {{ dbt.dateadd('month', -12, 'months.as_of_on') }}
    group by months.as_of_month, grouped.peer_group

)

select * from final
