with deliveries as (

    select * from {{ ref('int_growth__deliveries') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

in_order as (

    select
        *,
        row_number() over (
            partition by account_id, handoff_number
            order by delivered_at asc nulls last, signal_id asc nulls last
        ) as delivery_number
    from deliveries

),

handoffs as (

    select
        account_id,
        handoff_number,
        max(case when delivery_number = 1 then signal_id end) as handoff_id,
        max(case when delivery_number = 1 then signal_type end) as signal_type,
        max(case when delivery_number = 1 then delivered_to end) as delivered_to,
        max(case when delivery_number = 1 then stage end) as stage,
        min(qualified_at) as qualified_at,
        min(delivered_at) as delivered_at,
        cast(count(*) as bigint) as delivery_count
    from in_order
    group by account_id, handoff_number

),

final as (

    select
        handoffs.handoff_id,
        handoffs.account_id,
        handoffs.handoff_number,
        handoffs.signal_type,
        handoffs.delivered_to,
        handoffs.stage,
        handoffs.qualified_at,
        handoffs.delivered_at,
        {{ dbt.dateadd('day', 'settings.handoff_days', 'handoffs.delivered_at') }} as open_until_at,
        {{ dbt.dateadd('day', 'settings.handoff_days', 'handoffs.delivered_at') }}
        > as_of.as_of_at as is_open,
        handoffs.delivery_count
    from handoffs
    cross join settings
    cross join as_of

)

select * from final
