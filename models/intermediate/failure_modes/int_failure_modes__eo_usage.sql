with line_terms as (

    select * from {{ ref('int_failure_modes__eo_line_terms') }}

),

limit_days as (

    select * from {{ ref('int_product__limit_days') }}
    where limit_value > 0

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

price_book_limits as (

    select
        *,
        lead(valid_from) over (
            partition by product_line, plan, limit_key order by valid_from asc nulls last
        ) as next_valid_from
    from {{ ref('stg_billing__price_book_limits') }}

),

settings as (

    select * from {{ ref('int_failure_modes__eo_settings') }}

),

-- Only what is priced beyond the limit is usage to sell; the rest takes a higher plan.
readings as (

    select
        line_terms.as_of_month,
        line_terms.account_id,
        line_terms.product_line,
        limit_days.workspace_id,
        limit_days.limit_key,
        price_book_limits.overage_price,
        settings.eo_forecast_days,
        -{{ dbt.datediff('limit_days.used_on', 'line_terms.as_of_on', 'day') }} as day_number,
        cast(limit_days.quantity as decimal(28, 8)) as quantity,
        limit_days.limit_value,
        row_number() over (
            partition by
                line_terms.as_of_month, line_terms.account_id, line_terms.product_line,
                limit_days.workspace_id, limit_days.limit_key
            order by limit_days.used_on desc nulls last
        ) as recency
    from line_terms
    cross join settings
    inner join workspace_accounts on line_terms.account_id = workspace_accounts.account_id
    inner join limit_days
        on workspace_accounts.workspace_id = limit_days.workspace_id
            and line_terms.product_line = limit_days.product_line
            and line_terms.as_of_on >= limit_days.used_on
            and {{ dbt.datediff('limit_days.used_on', 'line_terms.as_of_on', 'day') }}
            < settings.window_days
    inner join price_book_limits
        on line_terms.product_line = price_book_limits.product_line
            and line_terms.plan = price_book_limits.plan
            and limit_days.limit_key = price_book_limits.limit_key
            and line_terms.as_of_on >= price_book_limits.valid_from
            and (
                price_book_limits.next_valid_from is null
                or line_terms.as_of_on < price_book_limits.next_valid_from
            )
    where price_book_limits.overage_price > 0

),

sums as (

    select
        as_of_month,
        account_id,
        product_line,
        workspace_id,
        limit_key,
        overage_price,
        eo_forecast_days,
        max(case when recency = 1 then limit_value end) as limit_value,
        count(*) as n,
        cast(sum(day_number) as double) as sum_x,
        cast(sum(day_number * day_number) as double) as sum_xx,
        cast(sum(quantity) as double) as sum_y,
        cast(sum(day_number * quantity) as double) as sum_xy
    from readings
    group by
        as_of_month, account_id, product_line, workspace_id, limit_key, overage_price,
        eo_forecast_days

),

lines as (

    select
        *,
        coalesce((n * sum_xy - sum_x * sum_y) / nullif(n * sum_xx - sum_x * sum_x, 0), 0) as slope
    from sums

),

final as (

    select
        as_of_month,
        account_id,
        product_line,
        workspace_id,
        limit_key,
        cast(limit_value as decimal(28, 8)) as limit_value,
        cast(overage_price as decimal(28, 8)) as overage_price,
        cast(
            greatest((sum_y - slope * sum_x) / n + slope * eo_forecast_days, 0)
            as decimal(28, 8)
        ) as forecast_usage
    from lines

)

select * from final
