with change_pieces as (

    select * from {{ ref('int_revenue__change_pieces') }}

),

-- Metered use that is billed of itself is nobody's expansion: nothing was raised or bought.
final as (

    select
        account_id,
        product_line,
        moved_on as expanded_on,
        cast(sum(mrr_delta) * 12 as decimal(28, 8)) as expansion_arr
    from change_pieces
    where movement_type = 'expansion' and arr_basis = 'committed'
    group by account_id, product_line, moved_on

)

select * from final
