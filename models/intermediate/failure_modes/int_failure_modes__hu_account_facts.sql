with quarters as (

    select * from {{ ref('int_failure_modes__hu_quarters') }}

),

verdicts as (

    select * from {{ ref('int_failure_modes__hu_verdicts') }}
    where is_base

),

accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

thresholds as (

    select * from {{ ref('int_failure_modes__hu_thresholds') }}
    where is_base

),

joined as (

    select
        quarters.quarter,
        accounts.peer_group,
        accounts.arr,
        verdicts.gap_z,
        thresholds.hu_gap_z,
        case
            when verdicts.trend_reason is null and verdicts.is_usage_up and not verdicts.has_proof
                then verdicts.state
        end as unproven_state
    from quarters
    cross join thresholds
    inner join verdicts on quarters.as_of_month = verdicts.as_of_month
    inner join accounts
        on
            verdicts.as_of_month = accounts.as_of_month
            and verdicts.account_id = accounts.account_id

),

final as (

    select
        'usage_less_value_trend' as metric,
        quarter,
        peer_group,
        cast(gap_z * arr as decimal(28, 8)) as numerator,
        arr as denominator
    from joined
    where gap_z is not null
    union all
    select
        'arr_share_above_gap' as metric,
        quarter,
        peer_group,
        case when gap_z >= hu_gap_z then arr else 0 end as numerator,
        arr as denominator
    from joined
    where gap_z is not null
    union all
    select
        'usage_up_outcome_unproven' as metric,
        quarter,
        peer_group,
        case when unproven_state is not null then 1 else 0 end as numerator,
        cast(null as decimal(28, 8)) as denominator
    from joined
    union all
    select
        'usage_up_outcome_unproven_arr' as metric,
        quarter,
        peer_group,
        case when unproven_state is not null then arr else 0 end as numerator,
        cast(null as decimal(28, 8)) as denominator
    from joined
    {%- for state in ['hollow_diverging', 'hollow_unproven', 'unmeasured'] %}
    union all
    select
        'usage_up_outcome_unproven_of_{{ state }}' as metric,
        quarter,
        peer_group,
        case when unproven_state = '{{ state }}' then 1 else 0 end as numerator,
        cast(null as decimal(28, 8)) as denominator
    from joined
    {%- endfor %}

)

select * from final
