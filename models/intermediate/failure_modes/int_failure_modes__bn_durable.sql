with durable_accounts as (

    select * from {{ ref('int_failure_modes__bn_durable_accounts') }}

),

final as (

    select
        as_of_month,
        cast(sum(opening_arr) as decimal(28, 8)) as opening_arr,
        cast(sum(closing_arr) as decimal(28, 8)) as nrr_arr,
        cast(-sum(price_only_arr) as decimal(28, 8)) as price_only_arr,
        cast(-sum(concession_arr) as decimal(28, 8)) as concession_arr,
        cast(-sum(thin_expansion_arr) as decimal(28, 8)) as thin_expansion_arr,
        cast(
            sum(closing_arr - price_only_arr - concession_arr - thin_expansion_arr)
            as decimal(28, 8)
        ) as durable_arr
    from durable_accounts
    group by as_of_month

)

select * from final
