with pairs as (

    select * from {{ ref('int_failure_modes__bn_pairs') }}

),

settings as (

    select * from {{ ref('int_failure_modes__bn_settings') }}

),

-- A month beside the quarters that end in it; the newest is number zero.
quarters as (

    select
        pairs.as_of_month,
        pairs.peer_group,
        pairs.cs_basis,
        -{{ dbt.datediff('earlier.as_of_month', 'pairs.as_of_month', 'month') }} / 3.0
            as quarter_number,
        earlier.nrr_points,
        earlier.gross_margin_points,
        earlier.durability_points
    from pairs
    cross join settings
    inner join pairs as earlier
        on pairs.peer_group = earlier.peer_group
            and pairs.cs_basis = earlier.cs_basis
            and pairs.as_of_month >= earlier.as_of_month
            and mod(
                {{ dbt.datediff('earlier.as_of_month', 'pairs.as_of_month', 'month') }}, 3
            ) = 0
            and {{ dbt.datediff('earlier.as_of_month', 'pairs.as_of_month', 'month') }}
            < 3 * settings.bn_quarters

),

measured as (

    select
        *,
        cast(quarter_number as double) as x,
        row_number() over (
            partition by as_of_month, peer_group, cs_basis order by quarter_number asc nulls last
        ) as age_rank
    from quarters
    where nrr_points is not null and gross_margin_points is not null

),

-- Straight lines by least squares.
fitted as (

    select
        as_of_month,
        peer_group,
        cs_basis,
        count(*) as quarters,
        max(quarter_number) = 0 as is_current_known,
        max(case when age_rank = 1 then gross_margin_points end)
        - max(case when quarter_number = 0 then gross_margin_points end) as margin_drop_points,
        max(case when age_rank = 1 then durability_points end)
        - max(case when quarter_number = 0 then durability_points end) as durability_drop_points,
        round(
            (count(*) * sum(x * nrr_points) - sum(x) * sum(nrr_points))
            / nullif(count(*) * sum(x * x) - sum(x) * sum(x), 0), 8
        ) as nrr_slope,
        round(
            (count(*) * sum(x * gross_margin_points) - sum(x) * sum(gross_margin_points))
            / nullif(count(*) * sum(x * x) - sum(x) * sum(x), 0), 8
        ) as margin_slope
    from measured
    group by as_of_month, peer_group, cs_basis

),

final as (

    select
        fitted.as_of_month,
        fitted.peer_group,
        fitted.cs_basis,
        fitted.quarters,
        fitted.is_current_known and fitted.quarters >= settings.bn_min_quarters as is_measurable,
        fitted.nrr_slope,
        fitted.margin_slope,
        fitted.margin_drop_points,
        fitted.durability_drop_points
    from fitted
    cross join settings

)

select * from final
