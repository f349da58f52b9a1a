{{ config(materialized='view') }}

with transitions as (

    select * from {{ ref('int_revenue__transitions') }}

),

judged as (

    select
        *,
        closing_mrr - opening_mrr as mrr_delta,
        opening_mrr > 0 and closing_mrr > 0 and row_kind <> 'fx' and change_type <> 'addon'
        and coalesce(opening_plan = closing_plan, true) as is_split,
        coalesce(opening_quantity > 0 and closing_quantity > 0, false) as has_quantities,
        cast(cast(opening_quantity as double) as decimal(15, 6)) as quantity_before,
        cast(cast(closing_quantity as double) as decimal(15, 6)) as quantity_after,
        cast(opening_mrr as decimal(22, 8)) as mrr_before,
        cast(closing_mrr as decimal(22, 8)) as mrr_after
    from transitions
    where opening_mrr <> closing_mrr
        or (opening_mrr > 0 and opening_quantity <> closing_quantity)
        or (opening_mrr > 0 and opening_list_mrr <> closing_list_mrr)

),

-- Amounts times the old quantity, so that each is divided once.
amounts as (

    select
        *,
        (quantity_after - quantity_before) * mrr_before as volume_amount,
        cast(mrr_after * quantity_before - quantity_after * mrr_before as decimal(38, 14))
        - cast(closing_list_mrr - opening_list_mrr as decimal(20, 8))
        * quantity_after * quantity_before as discount_amount
    from judged

),

divided as (

    select
        *,
        case
            when is_split and has_quantities
                then {{ money_quotient('volume_amount', 'quantity_before') }}
            else cast(0 as decimal(28, 8))
        end as volume_mrr,
        case
            when is_split and has_quantities and discount_amount is not null
                then {{ money_quotient('discount_amount', 'quantity_before') }}
            else cast(0 as decimal(28, 8))
        end as discount_mrr
    from amounts

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
        opening_mrr,
        closing_mrr,
        is_split,
        case
            when row_kind = 'fx' then 'fx'
            when opening_mrr = 0 and not is_start
                and (was_suspended or change_type = 'resume') then 'resume'
            when opening_mrr = 0 then 'start'
            when closing_mrr = 0 and is_paused then 'pause'
            when closing_mrr = 0 then 'stop'
            when coalesce(opening_plan <> closing_plan, false) then 'tier'
            else 'addon'
        end as whole_driver,
        case when change_type = 'usage' then 'usage' else 'seats' end as volume_driver,
        cast(mrr_delta as decimal(28, 8)) as mrr_delta,
        cast(volume_mrr as decimal(28, 8)) as volume_mrr,
        cast(discount_mrr as decimal(28, 8)) as discount_mrr,
        cast(mrr_delta - volume_mrr - discount_mrr as decimal(28, 8)) as price_mrr
    from divided

)

select * from final
