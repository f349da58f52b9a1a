with revenue_events as (

    select * from {{ ref('int_revenue__events') }}
    where stage = 'expansion' and event_type <> 'price_increase'

),

-- An expansion is decided when it is ordered; where that is not known, when it takes effect.
final as (

    select
        account_id,
        product_line,
        cast(coalesce(ordered_at, cast(effective_on as timestamp)) as date) as expanded_on,
        cast(sum(event_arr) as decimal(28, 8)) as expanded_arr
    from revenue_events
    group by
        account_id,
        product_line,
        cast(coalesce(ordered_at, cast(effective_on as timestamp)) as date)

)

select * from final
