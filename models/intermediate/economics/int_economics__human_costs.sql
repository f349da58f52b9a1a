with touch_costs as (

    select * from {{ ref('int_economics__touch_costs') }}

),

final as (

    select
        account_id,
        touched_month as month,
        count(*) as touch_count,
        cast(sum(case when cost is null then 1 else 0 end) as bigint) as unpriced_count,
        cast(sum(case when is_commercial then minutes end) as decimal(28, 8)) as commercial_minutes,
        cast(sum(case when is_commercial then cost end) as decimal(28, 8)) as commercial_cost,
        cast(sum(case when is_success_work then minutes end) as decimal(28, 8)) as success_minutes,
        cast(sum(case when is_success_work then cost end) as decimal(28, 8)) as success_cost,
        cast(sum(cost) as decimal(28, 8)) as human_cost
    from touch_costs
    where is_commercial or is_success_work
    group by account_id, touched_month

)

select * from final
