with event_pieces as (

    select * from {{ ref('int_revenue__event_pieces') }}

),

order_channels as (

    select * from {{ ref('int_revenue__order_channels') }}

),

risk_days as (

    select * from {{ ref('int_revenue__risk_days') }}

),

account_creations as (

    select * from {{ ref('int_revenue__account_creations') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

summed as (

    select
        account_id,
        product_line,
        order_id,
        event_type,
        min(ordered_at) as ordered_at,
        min(effective_on) as effective_on,
        cast(sum(event_arr) as decimal(28, 8)) as event_arr
    from event_pieces
    group by account_id, product_line, order_id, event_type

),

-- A renewal of an account that was flagged at risk beforehand is a save.
saved as (

    select distinct
        summed.account_id,
        summed.product_line,
        summed.order_id
    from summed
    cross join parameters
    inner join risk_days
        on summed.account_id = risk_days.account_id
            and risk_days.flagged_on < summed.effective_on
            and {{ dbt.datediff('risk_days.flagged_on', 'summed.effective_on', 'day') }}
            <= parameters.lookback_days_retention
    where summed.event_type = 'renewal'

),

orders as (

    select
        summed.account_id,
        summed.product_line,
        summed.order_id,
        case when saved.order_id is not null and summed.event_type = 'renewal' then 'save'
            else summed.event_type
        end as event_type,
        summed.ordered_at,
        summed.effective_on,
        summed.event_arr,
        cast(null as decimal(28, 8)) as later_arr,
        order_channels.order_channel
    from summed
    inner join order_channels
        on summed.account_id = order_channels.account_id
            and summed.order_id = order_channels.order_id
    left join saved
        on summed.account_id = saved.account_id
            and summed.product_line = saved.product_line
            and summed.order_id = saved.order_id

),

events as (

    select
        account_id,
        product_line,
        order_id,
        event_type,
        case
            when event_type in ('renewal', 'save', 'reactivation') then 'retention'
            when event_type = 'conversion' then 'conversion'
            else 'expansion'
        end as stage,
        ordered_at,
        effective_on,
        event_arr,
        later_arr,
        order_channel
    from orders
    union all
    select
        account_id,
        'none' as product_line,
        account_id as order_id,
        'account_created' as event_type,
        'acquisition' as stage,
        created_at as ordered_at,
        cast(created_at as date) as effective_on,
        cast(0 as decimal(28, 8)) as event_arr,
        later_arr,
        'unknown' as order_channel
    from account_creations

),

final as (

    select
        md5(concat_ws('|', account_id, product_line, order_id, event_type)) as revenue_event_id,
        account_id,
        product_line,
        order_id,
        event_type,
        stage,
        ordered_at,
        effective_on,
        event_arr,
        later_arr,
        order_channel
    from events

)

select * from final
