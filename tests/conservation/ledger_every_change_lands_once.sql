{{ config(group="warehouse") }}

-- What it is: every staged change row is in exactly one place: behind a movement, or among the named
-- exclusions. A row behind several pieces of one day's movement is behind one movement day.
-- When it matters: a change that is in neither place is revenue dropped silently.
-- How to fix: read the row's reason in int_revenue__change_exclusions; a row in both places means that
-- one of its pieces is zero and the other is not treated so.

with staged_changes as (

    select * from {{ ref('stg_billing__subscription_changes') }}

),

change_pieces as (

    select * from {{ ref('int_revenue__change_pieces') }}

),

movements as (

    select * from {{ ref('fct_mrr_movements') }}

),

exclusions as (

    select * from {{ ref('int_revenue__change_exclusions') }}

),

landings as (

    select distinct
        change_pieces.change_id,
        cast(change_pieces.moved_on as varchar) as landing
    from change_pieces
    inner join movements
        on change_pieces.account_id = movements.account_id
        and change_pieces.product_line = movements.product_line
        and change_pieces.moved_on = movements.moved_on
        and change_pieces.movement_type = movements.movement_type
        and change_pieces.driver = movements.driver
        and change_pieces.arr_basis = movements.arr_basis
    where change_pieces.row_kind = 'change'
    union all
    select
        change_id,
        exclusion_reason as landing
    from exclusions

),

counted as (

    select
        change_id,
        count(*) as landing_count
    from landings
    group by change_id

)

select
    coalesce(staged_changes.change_id, counted.change_id) as change_id,
    coalesce(counted.landing_count, 0) as landing_count
from staged_changes
full outer join counted on staged_changes.change_id = counted.change_id
where coalesce(counted.landing_count, 0) <> 1
