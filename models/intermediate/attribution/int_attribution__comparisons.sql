{{ config(materialized='view') }}

-- Who was first. Within one minute the product is first where the customer ordered alone, else the
-- person; a tie rule other than earliest decides between product and person outright.
with order_evidence as (

    select * from {{ ref('int_attribution__order_evidence') }}

),

minutes as (

    select
        *,
        {{ dbt.date_trunc('minute', 'product_at') }} as product_minute_at,
        {{ dbt.date_trunc('minute', 'answered_at') }} as answered_minute_at,
        {{ dbt.date_trunc('minute', 'human_at') }} as human_minute_at,
        {{ dbt.date_trunc('minute', 'late_human_at') }} as late_human_minute_at,
        {{ dbt.date_trunc('minute', 'customer_at') }} as customer_minute_at
    from order_evidence

),

final as (

    select
        *,
        case
            when human_minute_at is null then true
            when tie_rule = 'product_wins' then true
            when tie_rule = 'human_wins' then false
            when product_minute_at = human_minute_at then is_self_serve
            else product_minute_at < human_minute_at
        end as is_product_before_human,
        case
            when late_human_minute_at is null then true
            when tie_rule = 'product_wins' then true
            when tie_rule = 'human_wins' then false
            when product_minute_at = late_human_minute_at then is_self_serve
            else product_minute_at < late_human_minute_at
        end as is_product_before_late_human,
        case
            when customer_minute_at is null then true
            when product_minute_at = customer_minute_at then is_self_serve
            else product_minute_at < customer_minute_at
        end as is_product_before_customer,
        coalesce(answered_minute_at < customer_minute_at, true) as is_answered_before_customer,
        coalesce(human_minute_at <= customer_minute_at, true) as is_human_before_customer
    from minutes

)

select * from final
