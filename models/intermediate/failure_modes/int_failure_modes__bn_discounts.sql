with quarters as (

    select * from {{ ref('int_failure_modes__bn_quarters') }}

),

accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

transitions as (

    select * from {{ ref('int_revenue__transitions') }}

),

-- The last state of each subscription by the day.
ranked as (

    select
        quarters.as_of_month,
        transitions.account_id,
        transitions.closing_mrr,
        transitions.closing_list_mrr * transitions.closing_quantity as list_mrr,
        row_number() over (
            partition by quarters.as_of_month, transitions.subscription_id
            order by
                transitions.moved_on desc nulls last,
                transitions.row_kind desc nulls last,
                transitions.change_id desc nulls last
        ) as recency
    from quarters
    inner join transitions on quarters.as_of_on >= transitions.moved_on

),

priced as (

    select
        ranked.as_of_month,
        accounts.peer_group,
        ranked.closing_mrr,
        ranked.list_mrr
    from ranked
    inner join accounts
        on ranked.as_of_month = accounts.as_of_month and ranked.account_id = accounts.account_id
    where ranked.recency = 1 and ranked.closing_mrr > 0 and ranked.list_mrr > 0

),

grouped as (

    select
        as_of_month,
        peer_group,
        closing_mrr,
        list_mrr
    from priced
    union all
    select
        as_of_month,
        'all' as peer_group,
        closing_mrr,
        list_mrr
    from priced

),

final as (

    select
        as_of_month,
        peer_group,
        1 - cast(sum(closing_mrr) as double) / cast(sum(list_mrr) as double) as discount_depth
    from grouped
    group by as_of_month, peer_group

)

select * from final
