with grouped as (

    select * from {{ ref('int_failure_modes__cbh_cohort_cases') }}

),

wait_medians as (

    select * from {{ ref('value_wait_medians') }}
    where period_kind = 'cohort_month'

),

counted as (

    select
        cohort_month,
        peer_group,
        min(judged_on) as judged_on,
        min(case when is_mature then 1 else 0 end) = 1 as is_mature,
        cast(sum(case when is_left_out then 1 else 0 end) as bigint) as left_out,
        cast(sum(case when is_left_out then 0 else 1 end) as bigint)
            as value_reached,
        {%- for state in [
            'fresh', 'black_hole', 'black_hole_weak', 'lost_in_hole', 'prompted_no_convert',
            'dormant', 'rescued_by_human', 'converted_by_product', 'converted_other'
        ] %}
        cast(
            sum(
                case
                    when state = '{{ state }}' and not is_left_out
                        then 1
                    else 0
                end
            ) as bigint
        ) as {{ state }},
        {%- endfor %}
        cast(
            sum(
                case when is_product_started and not is_left_out then 1 else 0 end
            ) as bigint
        ) as product_started
    from grouped
    group by cohort_month, peer_group

),

final as (

    select
        counted.cohort_month,
        counted.peer_group,
        counted.judged_on,
        counted.is_mature,
        counted.value_reached,
        counted.left_out,
        counted.fresh,
        counted.black_hole,
        counted.black_hole_weak,
        counted.lost_in_hole,
        counted.prompted_no_convert,
        counted.dormant,
        counted.rescued_by_human,
        counted.converted_by_product,
        counted.converted_other,
        cast(counted.black_hole + counted.black_hole_weak + counted.lost_in_hole as double)
        / nullif(counted.value_reached, 0) as cbh_rate,
        cast(counted.rescued_by_human as double)
        / nullif(
            counted.rescued_by_human + counted.converted_by_product + counted.converted_other, 0
        ) as human_rescue_share,
        wait_medians.median_days as median_days_to_first_commercial,
        cast(counted.product_started as double) / nullif(counted.value_reached, 0)
            as product_started_share_14d
    from counted
    left join wait_medians
        on counted.cohort_month = wait_medians.period_from
            and counted.peer_group = wait_medians.peer_group

)

select * from final
