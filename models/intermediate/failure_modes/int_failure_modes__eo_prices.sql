with months as (

    select * from {{ ref('int_failure_modes__months') }}

),

price_book as (

    select * from {{ ref('stg_billing__price_book') }}

),

rates as (

    select * from {{ ref('int_revenue__exchange_rates') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

-- List price of one unit and month in the reporting currency: its own row before a converted one.
priced as (

    select
        months.as_of_month,
        price_book.product_line,
        price_book.plan,
        price_book.tier_rank,
        price_book.quantity_unit,
        coalesce(price_book.is_addon, false) as is_addon,
        cast(
            cast(price_book.list_price as double) * cast(rates.rate as double)
            * case price_book.billing_interval
                when 'day' then 365.0 / 12
                when 'week' then 52.0 / 12
                when 'month' then 1.0
                when 'quarter' then 1.0 / 3
                else 1.0 / 12
            end as decimal(28, 8)
        ) as list_mrr,
        row_number() over (
            partition by months.as_of_month, price_book.product_line, price_book.plan
            order by
                case when price_book.currency = parameters.reporting_currency then 0 else 1 end
                asc nulls last,
                price_book.currency asc nulls last,
                price_book.valid_from desc nulls last
        ) as choice_number
    from months
    cross join parameters
    inner join price_book
        on months.as_of_on >= price_book.valid_from
            and (price_book.valid_to is null or months.as_of_on <= price_book.valid_to)
    inner join rates
        on price_book.currency = rates.currency
            and months.as_of_on >= rates.valid_from
            and months.as_of_on < rates.valid_until

),

final as (

    select
        as_of_month,
        product_line,
        plan,
        tier_rank,
        quantity_unit,
        is_addon,
        list_mrr
    from priced
    where choice_number = 1

)

select * from final
