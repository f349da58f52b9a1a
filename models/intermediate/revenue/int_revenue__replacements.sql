with lives as (

    select * from {{ ref('int_revenue__subscription_lives') }}

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

final as (

    select
        predecessor_id,
        successor_id,
        continued_on,
        is_same_line
    from replacements
    where preference = 1

)

select * from final
