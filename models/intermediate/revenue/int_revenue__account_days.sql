with transitions as (

    select * from {{ ref('int_revenue__transitions') }}

),

usage_pieces as (

    select * from {{ ref('int_revenue__usage_pieces') }}

),

moves as (

    select
        account_id,
        moved_on,
        closing_mrr - opening_mrr as mrr_delta
    from transitions
    where opening_mrr > 0 or closing_mrr > 0
    union all
    select
        account_id,
        moved_on,
        mrr_delta
    from usage_pieces

),

days as (

    select
        account_id,
        moved_on,
        cast(sum(mrr_delta) as decimal(28, 8)) as mrr_delta
    from moves
    group by account_id, moved_on

),

running as (

    select
        account_id,
        moved_on,
        mrr_delta,
        cast(sum(mrr_delta) over (
            partition by account_id order by moved_on asc nulls last
            rows between unbounded preceding and current row
        ) as decimal(28, 8)) as closing_mrr
    from days

),

judged as (

    select
        account_id,
        moved_on,
        closing_mrr - mrr_delta as opening_mrr,
        closing_mrr,
        coalesce(max(closing_mrr) over (
            partition by account_id order by moved_on asc nulls last
            rows between unbounded preceding and 1 preceding
        ), 0) > 0 as has_paid_before
    from running

),

final as (

    select
        account_id,
        moved_on,
        cast(opening_mrr as decimal(28, 8)) as opening_mrr,
        closing_mrr,
        case
            when opening_mrr = 0 and closing_mrr = 0 then 'none'
            when opening_mrr = 0 and has_paid_before then 'reactivation'
            when opening_mrr = 0 then 'new'
            when closing_mrr = 0 then 'churn'
            else 'change'
        end as day_type
    from judged

)

select * from final
