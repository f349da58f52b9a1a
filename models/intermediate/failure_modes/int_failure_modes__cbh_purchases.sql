with change_pieces as (

    select * from {{ ref('int_revenue__change_pieces') }}

),

event_pieces as (

    select * from {{ ref('int_revenue__event_pieces') }}

),

order_verdicts as (

    select * from {{ ref('int_attribution__order_verdicts') }}

),

-- Trials and pilots at no charge move no revenue, so that none of them is a purchase.
first_days as (

    select
        account_id,
        product_line,
        min(moved_on) as paid_on
    from change_pieces
    where mrr_delta > 0
    group by account_id, product_line

),

-- The piece of that day with the largest ARR names the order.
pieces as (

    select
        first_days.account_id,
        first_days.product_line,
        first_days.paid_on,
        event_pieces.order_id,
        event_pieces.ordered_at,
        sum(event_pieces.event_arr) over (
            partition by first_days.account_id, first_days.product_line
        ) as first_year_arr,
        row_number() over (
            partition by first_days.account_id, first_days.product_line
            order by
                event_pieces.event_arr desc nulls last,
                event_pieces.order_id asc nulls last,
                event_pieces.change_id asc nulls last
        ) as place
    from first_days
    inner join event_pieces
        on first_days.account_id = event_pieces.account_id
            and first_days.product_line = event_pieces.product_line
            and first_days.paid_on = event_pieces.effective_on
            and event_pieces.event_type <> 'renewal'

),

final as (

    select
        pieces.account_id,
        pieces.product_line,
        pieces.paid_on,
        pieces.order_id,
        cast(
            least(
                coalesce(pieces.ordered_at, order_verdicts.ordered_at),
                {{ dbt.dateadd('second', 86399, 'pieces.paid_on') }}
            ) as timestamp
        ) as bought_at,
        cast(pieces.first_year_arr as decimal(28, 8)) as first_year_arr,
        order_verdicts.initiation,
        order_verdicts.initiated_by
    from pieces
    left join order_verdicts
        on pieces.account_id = order_verdicts.account_id
            and pieces.order_id = order_verdicts.order_id
    where pieces.place = 1

)

select * from final
