with value_days as (

    select * from {{ ref('int_product__value_days') }}

),

as_of_days as (

    select * from {{ ref('int_features__as_of_days') }}

),

final as (

    select
        value_days.workspace_id,
        as_of_days.as_of_on,
        count(distinct value_days.value_on) as value_days,
        count(distinct value_days.user_id) as value_users,
        cast(sum(value_days.value_events) as bigint) as value_events,
        max(value_days.value_on) as latest_fact_on
    from value_days
    inner join as_of_days on value_days.value_on = as_of_days.day_on
    group by value_days.workspace_id, as_of_days.as_of_on

)

select * from final
