with value_days as (

    select * from {{ ref('int_product__value_days') }}

),

workspace_days as (

    select
        workspace_id,
        value_on,
        min(first_value_at) as first_value_at,
        sum(value_events) as value_events
    from value_days
    group by workspace_id, value_on

),

final as (

    select
        workspace_id,
        value_on,
        row_number() over (
            partition by workspace_id order by value_on asc nulls last
        ) as day_number,
        first_value_at,
        cast(value_events as bigint) as value_events,
        cast(sum(value_events) over (
            partition by workspace_id order by value_on asc nulls last
            rows between unbounded preceding and current row
        ) as bigint) as events_so_far
    from workspace_days

)

select * from final
