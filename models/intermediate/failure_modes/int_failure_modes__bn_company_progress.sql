with pairs as (

    select * from {{ ref('int_failure_modes__bn_pairs') }}
    where cs_basis = 'as_set'

),

retention as (

    select * from {{ ref('int_failure_modes__bn_retention') }}

),

durability as (

    select * from {{ ref('int_failure_modes__bn_durability') }}

),

durable as (

    select * from {{ ref('int_failure_modes__bn_durable') }}

),

settings as (

    select * from {{ ref('int_failure_modes__bn_settings') }}

),

changes as (

    select
        pairs.as_of_month,
        pairs.peer_group,
        sign(pairs.nrr_points - earlier.nrr_points)
        * sign(pairs.gross_margin_points - earlier.gross_margin_points) as direction
    from pairs
    inner join pairs as earlier
        on pairs.peer_group = earlier.peer_group
            and {{ dbt.dateadd('month', -3, 'pairs.as_of_month') }} = earlier.as_of_month

),

-- How retention and margin moved together over the quarters of the board.
correlated as (

    select
        pairs.as_of_month,
        pairs.peer_group,
        count(*) as quarters,
        avg(earlier.nrr_points * earlier.gross_margin_points)
        - avg(earlier.nrr_points) * avg(earlier.gross_margin_points) as covariance,
        avg(earlier.nrr_points * earlier.nrr_points)
        - avg(earlier.nrr_points) * avg(earlier.nrr_points) as nrr_variance,
        avg(earlier.gross_margin_points * earlier.gross_margin_points)
        - avg(earlier.gross_margin_points) * avg(earlier.gross_margin_points) as margin_variance
    from pairs
    cross join settings
    inner join pairs as earlier
        on pairs.peer_group = earlier.peer_group
            and pairs.as_of_month >= earlier.as_of_month
            and mod(
                {{ dbt.datediff('earlier.as_of_month', 'pairs.as_of_month', 'month') }}, 3
            ) = 0
            and {{ dbt.datediff('earlier.as_of_month', 'pairs.as_of_month', 'month') }}
            < 3 * settings.board_quarters
    where earlier.nrr_points is not null and earlier.gross_margin_points is not null
    group by pairs.as_of_month, pairs.peer_group

),

final as (

    select
        pairs.as_of_month,
        pairs.peer_group,
        pairs.nrr_points,
        pairs.gross_margin_points,
        retention.grr_points,
        retention.ngpr_points,
        retention.borrow_gap_points,
        cast(
            case when changes.direction > 0 then 1 when changes.direction <= 0 then 0 end as double
        ) as moves_together,
        case
            when
                correlated.quarters = settings.board_quarters
                and correlated.nrr_variance > 0 and correlated.margin_variance > 0
                then
                    round(
                        correlated.covariance
                        / sqrt(correlated.nrr_variance * correlated.margin_variance),
                        6
                    )
        end as nrr_margin_correlation,
        pairs.durability_points,
        durability.share_without_concession,
        case
            when pairs.peer_group = 'all'
                then 100 * cast(durable.durable_arr as double) / cast(durable.opening_arr as double)
        end as durable_nrr_points
    from pairs
    cross join settings
    left join retention
        on pairs.as_of_month = retention.as_of_month and pairs.peer_group = retention.peer_group
    left join changes
        on pairs.as_of_month = changes.as_of_month and pairs.peer_group = changes.peer_group
    left join correlated
        on pairs.as_of_month = correlated.as_of_month
            and pairs.peer_group = correlated.peer_group
    left join durability
        on pairs.as_of_month = durability.as_of_month
            and pairs.peer_group = durability.peer_group
    left join durable on pairs.as_of_month = durable.as_of_month

)

select * from final
