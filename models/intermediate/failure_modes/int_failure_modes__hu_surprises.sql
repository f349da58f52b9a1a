with months as (

    select * from {{ ref('int_failure_modes__months') }}

),

losses as (

    select * from {{ ref('int_failure_modes__hu_losses') }}

),

health_days as (

    select * from {{ ref('int_failure_modes__health_days') }}

),

settings as (

    select * from {{ ref('int_failure_modes__hu_settings') }}

),

first_health as (

    select min(snapshot_on) as first_snapshot_on from health_days

),

year_losses as (

    select
        months.as_of_month,
        months.as_of_on,
        losses.peer_group,
        losses.arr_lost,
        losses.colour
    from months
    inner join losses
        on
            months.as_of_on >= losses.lost_on
            and {{ dbt.dateadd('month', -12, 'months.as_of_on') }} < losses.lost_on

),

groups as (

    select
        as_of_month,
        as_of_on,
        peer_group,
        arr_lost,
        colour
    from year_losses
    union all
    select
        as_of_month,
        as_of_on,
        'all' as peer_group,
        arr_lost,
        colour
    from year_losses

),

-- A year in which health was not yet kept at the first reading says nothing about surprises.
final as (

    select
        groups.as_of_month,
        groups.peer_group,
        cast(sum(groups.arr_lost) as decimal(28, 8)) as arr_lost,
        cast(
            sum(case when groups.colour = 'green' then groups.arr_lost else 0 end)
            as decimal(28, 8)
        ) as green_arr_lost,
        case
            when {{ dbt.datediff(
                'max(first_health.first_snapshot_on)',
                dbt.dateadd('month', -12, 'max(groups.as_of_on)'),
                'day'
            ) }} >= max(settings.hu_surprise_days)
                then cast(
                        cast(
                            sum(case when groups.colour = 'green' then groups.arr_lost else 0 end)
                            as double
                        )
                        / nullif(cast(sum(groups.arr_lost) as double), 0) as decimal(18, 8)
                    )
        end as surprise_share
    from groups
    cross join settings
    cross join first_health
    group by groups.as_of_month, groups.peer_group

)

select * from final
