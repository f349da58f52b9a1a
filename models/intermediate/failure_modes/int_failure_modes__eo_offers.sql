with line_terms as (

    select * from {{ ref('int_failure_modes__eo_line_terms') }}

),

forecasts as (

    select * from {{ ref('int_failure_modes__eo_forecasts') }}

),

usage_forecasts as (

    select * from {{ ref('int_failure_modes__eo_usage') }}

),

addons as (

    select * from {{ ref('int_failure_modes__eo_addons') }}

),

settings as (

    select * from {{ ref('int_failure_modes__eo_settings') }}

),

-- What peers of the size are given off the list; of all accounts where the peers are too few.
peer_discounts as (

    select
        as_of_month,
        peer_group,
        count(discount_share) as known,
        median(discount_share) as median_discount
    from line_terms
    group by as_of_month, peer_group

),

all_discounts as (

    select
        as_of_month,
        median(discount_share) as median_discount
    from line_terms
    group by as_of_month

),

usage_sums as (

    select
        as_of_month,
        account_id,
        product_line,
        cast(sum(cast(
            cast(greatest(forecast_usage - limit_value, 0) as double)
            * cast(overage_price as double) * 12 as decimal(28, 8)
        )) as decimal(28, 8)) as delta_usage
    from usage_forecasts
    group by as_of_month, account_id, product_line

),

discounted as (

    select
        line_terms.*,
        cast(case
            when peer_discounts.known >= settings.min_cell_n then peer_discounts.median_discount
            else all_discounts.median_discount
        end as decimal(18, 8)) as median_discount
    from line_terms
    cross join settings
    left join peer_discounts
        on line_terms.as_of_month = peer_discounts.as_of_month
            and line_terms.peer_group = peer_discounts.peer_group
    left join all_discounts on line_terms.as_of_month = all_discounts.as_of_month

),

account_terms as (

    select
        as_of_month,
        account_id,
        max(median_discount) as median_discount
    from discounted
    group by as_of_month, account_id

),

-- An account's further lines are counted once, not with each line that it pays.
addon_sums as (

    select
        addons.as_of_month,
        addons.account_id,
        min(addons.addon_line) as first_addon_line,
        cast(sum(cast(
            cast(addons.list_mrr as double) * addons.quantity * (1 - terms.median_discount) * 12
            * cast(addons.attach_rate as double) as decimal(28, 8)
        )) as decimal(28, 8)) as delta_addon
    from addons
    inner join account_terms as terms
        on addons.as_of_month = terms.as_of_month and addons.account_id = terms.account_id
    group by addons.as_of_month, addons.account_id

),

final as (

    select
        discounted.as_of_month,
        discounted.account_id,
        discounted.product_line,
        discounted.peer_group,
        discounted.arr,
        discounted.account_arr,
        discounted.plan,
        discounted.next_plan,
        discounted.quantity,
        discounted.tier_arr,
        discounted.next_list_mrr,
        discounted.median_discount,
        forecasts.forecast_active_users,
        forecasts.paid_seats,
        coalesce(usage_sums.delta_usage, 0) as delta_usage,
        coalesce(addon_sums.delta_addon, 0) as delta_addon,
        addon_sums.first_addon_line
    from discounted
    left join forecasts
        on discounted.as_of_month = forecasts.as_of_month
            and discounted.account_id = forecasts.account_id
            and discounted.product_line = forecasts.product_line
    left join usage_sums
        on discounted.as_of_month = usage_sums.as_of_month
            and discounted.account_id = usage_sums.account_id
            and discounted.product_line = usage_sums.product_line
    left join addon_sums
        on discounted.as_of_month = addon_sums.as_of_month
            and discounted.account_id = addon_sums.account_id

)

select * from final
