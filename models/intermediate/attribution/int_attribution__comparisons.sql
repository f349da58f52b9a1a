{{ config(materialized='view') }}

-- Who was first. Within one minute the product is first where the customer ordered alone, else the
-- person; a tie rule other than earliest decides between product and person outright.
with order_evidence as (

    select * from {{ ref('int_attribution__order_evidence') }}

),

minutes as (

    select
        *,
        {% for side in ['product', 'answered', 'human', 'late_human', 'customer'] -%}
        {{ dbt.date_trunc('minute', side ~ '_at') }} as {{ side }}_minute{{ ',' if not loop.last }}
        {% endfor %}
    from order_evidence

),

final as (

    select
        *,
        case
            when human_minute is null then true
            when tie_rule = 'product_wins' then true
            when tie_rule = 'human_wins' then false
            when product_minute = human_minute then is_self_serve
            else product_minute < human_minute
        end as is_product_before_human,
        case
            when late_human_minute is null then true
            when tie_rule = 'product_wins' then true
            when tie_rule = 'human_wins' then false
            when product_minute = late_human_minute then is_self_serve
            else product_minute < late_human_minute
        end as is_product_before_late_human,
        case
            when customer_minute is null then true
            when product_minute = customer_minute then is_self_serve
            else product_minute < customer_minute
        end as is_product_before_customer,
        coalesce(answered_minute < customer_minute, true) as is_answered_before_customer,
        coalesce(human_minute <= customer_minute, true) as is_human_before_customer
    from minutes

)

select * from final
