{{ config(materialized='view') }}

with splits as (

    select * from {{ ref('int_revenue__splits') }}

),

pieces as (

    select
        change_id,
        row_kind,
        subscription_id,
        account_id,
        product_line,
        moved_on,
        order_id,
        case when is_split then volume_driver else whole_driver end as driver,
        case when is_split then volume_mrr else mrr_delta end as mrr_delta
    from splits
    union all
    select
        change_id,
        row_kind,
        subscription_id,
        account_id,
        product_line,
        moved_on,
        order_id,
        'discount' as driver,
        discount_mrr as mrr_delta
    from splits
    where is_split
    union all
    select
        change_id,
        row_kind,
        subscription_id,
        account_id,
        product_line,
        moved_on,
        order_id,
        'price' as driver,
        price_mrr as mrr_delta
    from splits
    where is_split

),

final as (

    select
        change_id,
        row_kind,
        subscription_id,
        account_id,
        product_line,
        moved_on,
        order_id,
        driver,
        'committed' as arr_basis,
        mrr_delta
    from pieces
    where mrr_delta <> 0

)

select * from final
