with months as (

    select * from {{ ref('int_failure_modes__months') }}

),

accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

change_pieces as (

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
        sum(mrr_delta) over (
            partition by account_id, product_line order by moved_on asc nulls last
            rows between unbounded preceding and current row
        ) as line_mrr,
        min(case when mrr_delta > 0 then moved_on end) over (
            partition by account_id, product_line
        ) as line_first_paid_on
    from line_days

),

final as (

    select
        months.as_of_month,
        months.as_of_on,
        levels.account_id,
        levels.product_line,
        accounts.peer_group,
        levels.line_first_paid_on,
        cast(levels.line_mrr * 12 as decimal(28, 8)) as arr,
        accounts.arr as account_arr
    from months
    inner join levels
        on months.as_of_on >= levels.moved_on
            and (levels.moves_next_on is null or months.as_of_on < levels.moves_next_on)
    inner join accounts
        on months.as_of_month = accounts.as_of_month and levels.account_id = accounts.account_id
    where levels.line_mrr > 0

)

select * from final
