with splits as (

    select * from {{ ref('int_revenue__splits') }}

),

usage_pieces as (

    select * from {{ ref('int_revenue__usage_pieces') }}

),

account_days as (

    select * from {{ ref('int_revenue__account_days') }}

),

-- A change that is split has three parts; one that stays whole has the first only.
parts as (

    select 1 as part
    union all
    select 2 as part
    union all
    select 3 as part

),

subscription_pieces as (

    select
        splits.change_id,
        splits.row_kind,
        splits.subscription_id,
        splits.account_id,
        splits.product_line,
        splits.moved_on,
        splits.order_id,
        case
            when not splits.is_split then splits.whole_driver
            when parts.part = 1 then splits.volume_driver
            when parts.part = 2 then 'discount'
            else 'price'
        end as driver,
        case
            when not splits.is_split then splits.mrr_delta
            when parts.part = 1 then splits.volume_mrr
            when parts.part = 2 then splits.discount_mrr
            else splits.price_mrr
        end as mrr_delta
    from splits
    inner join parts on splits.is_split or parts.part = 1

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
        driver,
        'committed' as arr_basis,
        mrr_delta
    from subscription_pieces
    where mrr_delta <> 0
    union all
    select
        change_id,
        row_kind,
        cast(null as varchar) as subscription_id,
        account_id,
        product_line,
        moved_on,
        cast(null as varchar) as order_id,
        'usage' as driver,
        'usage' as arr_basis,
        mrr_delta
    from usage_pieces

),

final as (

    select
        pieces.change_id,
        pieces.row_kind,
        pieces.subscription_id,
        pieces.account_id,
        pieces.product_line,
        pieces.moved_on,
        case
            when pieces.driver = 'fx' then 'fx'
            when account_days.day_type <> 'change' then account_days.day_type
            when pieces.mrr_delta < 0 then 'contraction'
            when pieces.driver in ('price', 'discount') then 'price'
            else 'expansion'
        end as movement_type,
        case
            when pieces.driver = 'start' and account_days.opening_mrr > 0 then 'addon'
            else pieces.driver
        end as driver,
        pieces.arr_basis,
        pieces.mrr_delta,
        pieces.order_id
    from pieces
    inner join account_days
        on pieces.account_id = account_days.account_id
            and pieces.moved_on = account_days.moved_on

)

select * from final
