with cohorts as (

    select * from {{ ref('int_failure_modes__bn_cohorts') }}

),

grouped as (

    select
        *,
        margin_then is not null and margin_now is not null as is_covered
    from cohorts
    union all
    select
        as_of_month,
        account_id,
        'all' as peer_group,
        opening_arr,
        closing_arr,
        kept_arr,
        margin_then,
        margin_now,
        margin_then is not null and margin_now is not null as is_covered
    from cohorts

),

summed as (

    select
        as_of_month,
        peer_group,
        sum(opening_arr) as opening_arr,
        sum(closing_arr) as closing_arr,
        sum(kept_arr) as kept_arr,
        coalesce(sum(case when is_covered then opening_arr end), 0) as covered_opening_arr,
        sum(case when is_covered then closing_arr end) as covered_closing_arr,
        sum(
            case
                when is_covered then cast(cast(opening_arr as double) * margin_then as decimal(28, 8))
            end
        ) as profit_then,
        sum(
            case
                when is_covered then cast(cast(closing_arr as double) * margin_now as decimal(28, 8))
            end
        ) as profit_now
    from grouped
    group by as_of_month, peer_group

),

final as (

    select
        as_of_month,
        peer_group,
        cast(opening_arr as decimal(28, 8)) as opening_arr,
        cast(closing_arr as decimal(28, 8)) as closing_arr,
        100 * cast(closing_arr as double) / cast(opening_arr as double) as nrr_points,
        100 * cast(kept_arr as double) / cast(opening_arr as double) as grr_points,
        cast(covered_opening_arr as double) / cast(opening_arr as double) as covered_share,
        case
            when profit_then > 0 then 100 * cast(profit_now as double) / cast(profit_then as double)
        end as ngpr_points,
        case
            when profit_then > 0
                then
                    100 * cast(covered_closing_arr as double) / cast(covered_opening_arr as double)
                    - 100 * cast(profit_now as double) / cast(profit_then as double)
        end as borrow_gap_points
    from summed

)

select * from final
