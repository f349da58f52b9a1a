with account_days as (

    select * from {{ ref('int_revenue__account_days') }}

),

final as (

    select
        account_id,
        min(case when day_type = 'new' then moved_on end) as first_paid_on,
        cast(max(case when day_type = 'new' then closing_mrr end) as decimal(28, 8))
            as first_paid_mrr,
        cast(max_by(closing_mrr, moved_on) as decimal(28, 8)) as current_mrr,
        cast(max_by(closing_mrr, moved_on) * 12 as decimal(28, 8)) as current_arr,
        max_by(closing_mrr, moved_on) > 0 as is_paying
    from account_days
    group by account_id

)

select * from final
