{{ config(materialized='view') }}

-- What names an order and is dated after it: logged late, or by a clock that runs ahead.
with candidates as (

    select * from {{ ref('int_attribution__candidates') }}

),

orders as (

    select * from {{ ref('int_attribution__orders') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

late as (

    select
        orders.account_id,
        orders.order_id,
        candidates.candidate_id,
        candidates.side,
        candidates.trigger_kind,
        candidates.started_at,
        orders.ordered_at,
        {{ dbt.datediff('orders.ordered_at', 'candidates.started_at', 'second') }}
            as seconds_after
    from candidates
    inner join orders
        on candidates.account_id = orders.account_id
            and candidates.linked_order_id = orders.order_id
            and candidates.started_at > orders.ordered_at

),

final as (

    select
        late.account_id,
        late.order_id,
        late.candidate_id,
        late.side,
        late.trigger_kind,
        late.started_at,
        late.ordered_at,
        case
            when late.seconds_after <= parameters.clock_skew_hours * 3600
                then 'within the difference of clocks between two systems'
            else 'logged after the order'
        end as reason
    from late
    cross join parameters

)

select * from final
