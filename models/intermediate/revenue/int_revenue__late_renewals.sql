{{ config(materialized='view') }}

with candidates as (

    select * from {{ ref('int_revenue__late_candidates') }}

),

placed as (

    select
        *,
        dense_rank() over (
            partition by account_id, product_line
            order by continued_on asc nulls last, successor_id asc nulls last
        ) as start_place
    from candidates

),

waiting as (

    select
        account_id,
        product_line,
        predecessor_id,
        min(start_place) as first_place,
        max(start_place) as last_place,
        row_number() over (
            partition by account_id, product_line
            order by expired_on asc nulls last, predecessor_id asc nulls last
        ) as turn
    from placed
    group by account_id, product_line, predecessor_id, expired_on

),

-- First come, first served. The place taken so far goes up by one for each that waits, is never
-- before its first place and never after its last: x(n) = least(greatest(x(n - 1) + 1, first),
-- last). That comes to the greatest, over every one that waited before, of where a queue that
-- began with it would stand.
queues as (

    select
        later.account_id,
        later.product_line,
        later.predecessor_id,
        later.turn,
        later.last_place,
        least(
            earlier.first_place + later.turn - earlier.turn,
            later.turn + min(later.last_place - later.turn) over (
                partition by earlier.account_id, earlier.product_line, earlier.turn
                order by later.turn asc nulls last
                rows between unbounded preceding and current row
            )
        ) as queue_place
    from waiting as later
    inner join waiting as earlier
        on later.account_id = earlier.account_id
            and later.product_line = earlier.product_line
            and later.turn >= earlier.turn

),

reached as (

    select
        account_id,
        product_line,
        predecessor_id,
        turn,
        last_place,
        max(queue_place) as start_place
    from queues
    group by account_id, product_line, predecessor_id, turn, last_place

),

-- Whoever finds its last place taken goes away with nothing.
served as (

    select
        *,
        coalesce(
            lag(start_place) over (
                partition by account_id, product_line order by turn asc nulls last
            ), 0
        ) < last_place as is_served
    from reached

),

final as (

    select
        placed.predecessor_id,
        placed.successor_id,
        placed.continued_on
    from placed
    inner join served
        on placed.predecessor_id = served.predecessor_id
            and placed.start_place = served.start_place
    where served.is_served

)

select * from final
