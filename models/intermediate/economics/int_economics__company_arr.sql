with account_days as (

    select * from {{ ref('int_revenue__account_days') }}

),

days as (

    select
        moved_on,
        sum(closing_mrr - opening_mrr) as mrr_delta
    from account_days
    group by moved_on

),

final as (

    select
        moved_on as from_on,
        lead(moved_on) over (order by moved_on asc nulls last) as until_on,
        cast(
            sum(mrr_delta) over (
                order by moved_on asc nulls last rows between unbounded preceding and current row
            ) * 12 as decimal(28, 8)
        ) as arr
    from days

)

select * from final
