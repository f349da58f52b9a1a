with subscription_pieces as (

    select * from {{ ref('int_revenue__subscription_pieces') }}

),

usage_pieces as (

    select * from {{ ref('int_revenue__usage_pieces') }}

),

final as (
    {% for relation in ['subscription_pieces', 'usage_pieces'] %}
    select
        change_id,
        row_kind,
        subscription_id,
        account_id,
        product_line,
        moved_on,
        order_id,
        driver,
        arr_basis,
        mrr_delta
    from {{ relation }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from final
