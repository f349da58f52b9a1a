with change_pieces as (

    select * from {{ ref('int_revenue__change_pieces') }}

),

grouped as (

    select
        account_id,
        product_line,
        moved_on,
        movement_type,
        driver,
        arr_basis,
        cast(sum(mrr_delta) as decimal(28, 8)) as mrr_delta,
        min(order_id) as first_order_id,
        max(order_id) as last_order_id
    from change_pieces
    group by account_id, product_line, moved_on, movement_type, driver, arr_basis

),

final as (

    select
        md5(concat_ws(
            '|', account_id, product_line, cast(moved_on as varchar), movement_type, driver,
            arr_basis
        )) as movement_id,
        account_id,
        product_line,
        moved_on,
        movement_type,
        driver,
        arr_basis,
        mrr_delta,
        case when first_order_id = last_order_id then first_order_id end as order_id
    from grouped
    where mrr_delta <> 0

)

select * from final
