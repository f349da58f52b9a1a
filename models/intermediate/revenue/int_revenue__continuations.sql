with lives as (

    select * from {{ ref('int_revenue__subscription_lives') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

-- Two subscriptions of one first day may not replace each other in a circle.
replacements as (

    select
        earlier.subscription_id as predecessor_id,
        later.subscription_id as successor_id,
        later.first_on as continued_on,
        earlier.product_line = later.product_line as is_same_line,
        row_number() over (
            partition by earlier.subscription_id
            order by later.first_on asc nulls last, later.subscription_id asc nulls last
        ) as preference
    from lives as later
    inner join lives as earlier
        on later.replaces_subscription_id = earlier.subscription_id
            and later.account_id = earlier.account_id
            and later.subscription_id <> earlier.subscription_id
    where later.first_on > earlier.first_on
        or (later.first_on = earlier.first_on and earlier.replaces_subscription_id is null)

),

replaced as (

    select * from replacements
    where preference = 1

),

expired as (

    select lives.*
    from lives
    left join replaced on lives.subscription_id = replaced.predecessor_id
    where lives.expired_on is not null and replaced.predecessor_id is null

),

unclaimed as (

    select lives.*
    from lives
    left join replaced on lives.subscription_id = replaced.successor_id
    where replaced.successor_id is null

),

-- A start on the same account and line while the late signature is still waited for.
candidates as (

    select
        expired.account_id,
        expired.product_line,
        expired.subscription_id as predecessor_id,
        expired.expired_on,
        unclaimed.subscription_id as successor_id,
        unclaimed.first_on as continued_on
    from expired
    inner join unclaimed
        on expired.account_id = unclaimed.account_id
            and expired.product_line = unclaimed.product_line
            and expired.expired_on <= unclaimed.first_on
            and expired.drops_on >= unclaimed.first_on
            and expired.first_on < unclaimed.first_on

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
        row_number() over (
            partition by account_id, product_line
            order by expired_on asc nulls last, predecessor_id asc nulls last
        ) as turn
    from placed
    group by account_id, product_line, predecessor_id, expired_on

),

-- First come, first served: the earliest to expire takes the earliest start that is left.
served as (

    select
        predecessor_id,
        turn + max(first_place - turn) over (
            partition by account_id, product_line order by turn asc nulls last
            rows between unbounded preceding and current row
        ) as start_place
    from waiting

),

final as (

    select
        predecessor_id,
        successor_id,
        continued_on,
        is_same_line,
        'replaced' as continuation_kind
    from replaced
    union all
    select
        placed.predecessor_id,
        placed.successor_id,
        placed.continued_on,
        true as is_same_line,
        'renewed_late' as continuation_kind
    from placed
    inner join served
        on placed.predecessor_id = served.predecessor_id
            and placed.start_place = served.start_place

)

select * from final
