with scenario_values as (

    select * from {{ ref('int_failure_modes__scenario_values') }}
    where failure_mode = 'product_passive_growth' and is_base

),

final as (

    select
        cast(max(case when parameter = 'prompt_to_order_days' then value end) as bigint)
            as prompt_to_order_days,
        cast(max(case when parameter = 'ppg_rpe_quarters' then value end) as bigint) as rpe_quarters
    from scenario_values

)

select * from final
