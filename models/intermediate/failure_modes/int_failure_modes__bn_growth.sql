with accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

change_pieces as (

    select * from {{ ref('int_revenue__change_pieces') }}

),

-- What moved between the end of the same month a year before and the day.
summed as (

    select
        accounts.as_of_month,
        accounts.account_id,
        sum(case when change_pieces.driver in ('price', 'discount') then change_pieces.mrr_delta end)
            as price_mrr,
        sum(case when change_pieces.movement_type = 'expansion' then change_pieces.mrr_delta end)
            as expansion_mrr
    from accounts
    inner join change_pieces
        on accounts.account_id = change_pieces.account_id
            and accounts.as_of_on >= change_pieces.moved_on
            and {{ dbt.dateadd('month', -11, 'accounts.as_of_month') }} <= change_pieces.moved_on
    group by accounts.as_of_month, accounts.account_id

),

final as (

    select
        accounts.as_of_month,
        accounts.as_of_on,
        accounts.account_id,
        accounts.peer_group,
        accounts.arr,
        accounts.arr_year_ago,
        cast(coalesce(summed.price_mrr, 0) * 12 as decimal(28, 8)) as price_arr,
        cast(coalesce(summed.expansion_mrr, 0) * 12 as decimal(28, 8)) as expansion_arr
    from accounts
    left join summed
        on accounts.as_of_month = summed.as_of_month and accounts.account_id = summed.account_id

)

select * from final
