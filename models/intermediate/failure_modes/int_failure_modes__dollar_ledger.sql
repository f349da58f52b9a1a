with verdicts as (

    select * from {{ ref('int_failure_modes__verdicts') }}
    where is_present and is_base

),

-- What the modes that go first on an account take of the same dollars.
claims as (

    select
        as_of_month,
        account_id,
        max(case when failure_mode = 'hollow_usage' then 1 else 0 end) as has_hollow_usage,
        sum(
            case when failure_mode = 'expansion_orphans' then coalesce(impact_arr, 0) else 0 end
        ) as orphan_arr,
        sum(
            case when failure_mode = 'expansion_orphans' then coalesce(impact_gm, 0) else 0 end
        ) as orphan_gm,
        sum(
            case when failure_mode = 'conversion_black_holes' then coalesce(impact_arr, 0) else 0
            end
        ) as hole_arr,
        sum(
            case when failure_mode = 'conversion_black_holes' then coalesce(impact_gm, 0) else 0
            end
        ) as hole_gm
    from verdicts
    group by as_of_month, account_id

),

-- Hollow Usage goes before Expansion Orphans; Architecture Drift counts what both leave of it.
deducted as (

    select
        verdicts.*,
        case
            when verdicts.failure_mode = 'expansion_orphans' and claims.has_hollow_usage = 1
                then verdicts.impact_arr
            when verdicts.failure_mode = 'architecture_drift' and verdicts.state = 'under_served'
                then least(
                        verdicts.impact_arr,
                        case when claims.has_hollow_usage = 1 then 0 else claims.orphan_arr end
                        + claims.hole_arr
                    )
            else 0
        end as deducted_arr,
        case
            when verdicts.failure_mode = 'expansion_orphans' and claims.has_hollow_usage = 1
                then verdicts.impact_gm
            when verdicts.failure_mode = 'architecture_drift' and verdicts.state = 'under_served'
                then least(
                        verdicts.impact_gm,
                        case when claims.has_hollow_usage = 1 then 0 else claims.orphan_gm end
                        + claims.hole_gm
                    )
            else 0
        end as deducted_gm
    from verdicts
    inner join claims
        on verdicts.as_of_month = claims.as_of_month and verdicts.account_id = claims.account_id

),

-- The interval shrinks with what is left between its ends.
parts as (

    select
        *,
        case
            when impact_gm = 0 or deducted_gm = 0 then cast(1 as double)
            else cast(impact_gm - deducted_gm as double) / cast(impact_gm as double)
        end as counted_part
    from deducted

),

final as (

    select
        as_of_month,
        failure_mode,
        account_id,
        product_line,
        failure_mode <> 'product_passive_growth' as is_summed,
        impact_arr as overlapped_arr,
        impact_gm as overlapped_gm,
        impact_low as overlapped_low,
        impact_high as overlapped_high,
        cast(impact_arr - deducted_arr as decimal(28, 8)) as counted_arr,
        cast(impact_gm - deducted_gm as decimal(28, 8)) as counted_gm,
        cast(impact_low * counted_part as decimal(28, 8)) as counted_low,
        cast(impact_high * counted_part as decimal(28, 8)) as counted_high,
        case
            when deducted_gm = 0 then null
            when failure_mode = 'expansion_orphans' then 'hollow_usage'
            else 'expansion_orphans, conversion_black_holes'
        end as counted_in
    from parts

)

select * from final
