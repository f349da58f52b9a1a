with lives as (

    select * from {{ ref('int_revenue__subscription_lives') }}

),

continuations as (

    select * from {{ ref('int_revenue__continuations') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

ends as (

    select
        lives.subscription_id,
        lives.account_id,
        lives.product_line,
        lives.first_on,
        before_it.predecessor_id,
        after_it.successor_id,
        after_it.is_same_line,
        least(
            coalesce(lives.drops_on, after_it.continued_on),
            coalesce(after_it.continued_on, lives.drops_on)
        ) as stops_on,
        coalesce(after_it.continued_on <= coalesce(lives.drops_on, after_it.continued_on), false)
            as is_taken_over
    from lives
    left join continuations as before_it
        on lives.subscription_id = before_it.successor_id and before_it.is_same_line
    left join continuations as after_it on lives.subscription_id = after_it.predecessor_id

),

final as (

    select
        ends.subscription_id,
        ends.account_id,
        ends.product_line,
        ends.first_on,
        case when ends.stops_on <= as_of.as_of_on then ends.stops_on end as stops_on,
        ends.is_taken_over and ends.is_same_line as is_handed_over,
        ends.predecessor_id,
        ends.successor_id
    from ends
    cross join as_of

)

select * from final
