with accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

steps as (

    select * from {{ ref('int_failure_modes__ad_steps') }}

),

spells as (

    select * from {{ ref('int_failure_modes__ad_spells') }}

),

human_costs as (

    select * from {{ ref('int_economics__human_costs') }}

),

row_counts as (

    select * from {{ ref('int_inputs__row_counts') }}

),

-- Nobody touched the account, or nothing is known of what touches cost: only the first is zero.
is_costed as (

    select
        max(case when input_table = 'cost_rates' and is_present then 1 else 0 end) = 1
        and max(
            case
                when input_table in ('commercial_touches', 'cs_activities') and is_present then 1
                else 0
            end
        ) = 1 as has_costs
    from row_counts

),

year_costs as (

    select
        accounts.as_of_month,
        accounts.account_id,
        sum(human_costs.human_cost) as human_cost,
        sum(human_costs.touch_count) as touch_count,
        sum(human_costs.unpriced_count) as unpriced_count
    from accounts
    inner join human_costs
        on accounts.account_id = human_costs.account_id
            and accounts.as_of_month >= human_costs.month
            and {{ dbt.dateadd('month', -12, 'accounts.as_of_month') }} < human_costs.month
    group by accounts.as_of_month, accounts.account_id

),

final as (

    select
        accounts.as_of_month,
        accounts.as_of_on,
        accounts.account_id,
        accounts.peer_group,
        steps.motion_indicated,
        steps.motion_in_use,
        coalesce(steps.is_inferred, false) as is_inferred,
        steps.direction,
        spells.onset_on,
        {{ dbt.datediff('spells.onset_on', 'accounts.as_of_on', 'day') }} as days_in_direction,
        steps.committee_size,
        coalesce(steps.has_procurement, false) as has_procurement,
        steps.people_orders,
        steps.order_count,
        accounts.arr,
        cast(coalesce(year_costs.touch_count, 0) as bigint) as touch_count,
        cast(coalesce(year_costs.unpriced_count, 0) as bigint) as unpriced_count,
        cast(
            case
                when not is_costed.has_costs then null
                when year_costs.account_id is null then 0
                else year_costs.human_cost
            end as decimal(28, 8)
        ) as human_cost
    from accounts
    cross join is_costed
    left join steps
        on accounts.account_id = steps.account_id
            and accounts.as_of_on >= steps.from_on
            and (steps.until_on is null or accounts.as_of_on < steps.until_on)
    left join spells
        on accounts.account_id = spells.account_id
            and steps.direction = spells.direction
            and accounts.as_of_on >= spells.onset_on
            and accounts.as_of_on < spells.until_on
    left join year_costs
        on accounts.as_of_month = year_costs.as_of_month
            and accounts.account_id = year_costs.account_id

)

select * from final
