with accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

value_changes as (

    select * from {{ ref('int_failure_modes__value_changes') }}

),

settings as (

    select * from {{ ref('int_failure_modes__hu_settings') }}

),

placed as (

    select
        accounts.as_of_month,
        accounts.as_of_on,
        accounts.account_id,
        accounts.peer_group,
        value_changes.value_change
    from accounts
    inner join value_changes
        on
            accounts.as_of_month = value_changes.as_of_month
            and accounts.account_id = value_changes.account_id

),

circles as (

    select
        as_of_month,
        peer_group as peers,
        value_change
    from placed
    union all
    select
        as_of_month,
        'all' as peers,
        value_change
    from placed

),

peers as (

    select
        circles.as_of_month,
        circles.peers,
        cast(sum(circles.value_change) as double) / count(circles.value_change) as mean_change,
        cast(sum(cast(
            circles.value_change * circles.value_change as decimal(28, 16)
        )) as double) / count(circles.value_change) as mean_change_squared
    from circles
    cross join settings
    group by circles.as_of_month, circles.peers
    having count(circles.value_change) >= max(settings.min_cell_n)

),

standardised as (

    select
        placed.as_of_month,
        placed.account_id,
        cast(
            (placed.value_change - peers.mean_change) / nullif(sqrt(greatest(
                peers.mean_change_squared - peers.mean_change * peers.mean_change, 0
            )), 0) as decimal(18, 8)
        ) as value_trend_z,
        row_number() over (
            partition by placed.as_of_month, placed.account_id
            order by case when peers.peers = 'all' then 1 else 0 end asc nulls last
        ) as choice_number
    from placed
    inner join peers
        on
            placed.as_of_month = peers.as_of_month
            and peers.peers in (placed.peer_group, 'all')

),

final as (

    select
        as_of_month,
        account_id,
        value_trend_z
    from standardised
    where choice_number = 1

)

select * from final
