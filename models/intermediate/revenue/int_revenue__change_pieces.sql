{{ config(materialized='view') }}

with pieces as (

    select * from {{ ref('int_revenue__pieces') }}

),

account_days as (

    select * from {{ ref('int_revenue__account_days') }}

),

typed as (

    select
        pieces.*,
        case
            when pieces.driver = 'start' and account_days.opening_mrr > 0 then 'addon'
            else pieces.driver
        end as final_driver,
        case
            when pieces.driver = 'fx' then 'fx'
            when account_days.day_type <> 'change' then account_days.day_type
            when pieces.mrr_delta < 0 then 'contraction'
            when pieces.driver in ('price', 'discount') then 'price'
            else 'expansion'
        end as movement_type
    from pieces
    inner join account_days
        on pieces.account_id = account_days.account_id
            and pieces.moved_on = account_days.moved_on

),

final as (

    select
        change_id,
        row_kind,
        subscription_id,
        account_id,
        product_line,
        moved_on,
        movement_type,
        final_driver as driver,
        arr_basis,
        mrr_delta,
        order_id
    from typed

)

select * from final
