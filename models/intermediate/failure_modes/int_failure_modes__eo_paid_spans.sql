with change_pieces as (

    select * from {{ ref('int_revenue__change_pieces') }}

),

line_days as (

    select
        account_id,
        product_line,
        moved_on,
        sum(mrr_delta) as mrr_delta
    from change_pieces
    group by account_id, product_line, moved_on

),

levels as (

    select
        account_id,
        product_line,
        moved_on,
        lead(moved_on) over (
            partition by account_id, product_line order by moved_on asc nulls last
        ) as moves_next_on,
        min(case when mrr_delta > 0 then moved_on end) over (
            partition by account_id, product_line
        ) as first_paid_on,
        sum(mrr_delta) over (
            partition by account_id, product_line order by moved_on asc nulls last
            rows between unbounded preceding and current row
        ) as line_mrr
    from line_days

),

marked as (

    select
        *,
        case
            when lag(moves_next_on)
                    over (
                        partition by account_id, product_line order by moved_on asc nulls last
                    )
                = moved_on then 0
            else 1
        end as is_first
    from levels
    where line_mrr > 0

),

numbered as (

    select
        *,
        sum(is_first) over (
            partition by account_id, product_line order by moved_on asc nulls last
            rows between unbounded preceding and current row
        ) as span_number
    from marked

),

final as (

    select
        account_id,
        product_line,
        min(first_paid_on) as first_paid_on,
        min(moved_on) as paid_from_on,
        case when count(*) = count(moves_next_on) then max(moves_next_on) end as paid_until_on
    from numbered
    group by account_id, product_line, span_number

)

select * from final
