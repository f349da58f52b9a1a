with change_pieces as (

    select * from {{ ref('int_revenue__change_pieces') }}
    where mrr_delta > 0

),

-- Where no event names a line, the first payment of any line is that of all.
final as (

    select
        account_id,
        product_line,
        min(moved_on) as first_paid_on
    from change_pieces
    group by account_id, product_line
    union all
    select
        account_id,
        'all' as product_line,
        min(moved_on) as first_paid_on
    from change_pieces
    group by account_id

)

select * from final
