with spend as (

    select * from {{ ref('int_growth__spend_quarters') }}

),

events as (

    select * from {{ ref('int_attribution__event_verdicts') }}

),

lagged as (

    select
        *,
        lag(is_complete) over (order by quarter asc nulls last) as was_complete,
        lag(sales_amount) over (order by quarter asc nulls last) as sales_before,
        lag(marketing_amount) over (order by quarter asc nulls last) as marketing_before,
        lag(growth_amount) over (order by quarter asc nulls last) as growth_before,
        lag(onboarding_amount) over (order by quarter asc nulls last) as onboarding_before,
        lag(free_hosting_amount) over (order by quarter asc nulls last) as hosting_before,
        lag(sales_amount, 4) over (order by quarter asc nulls last) as sales_year_ago,
        lag(onboarding_amount, 4) over (order by quarter asc nulls last) as onboarding_year_ago
    from spend

),

-- Which way the new accounts of a quarter came: whoever started their first order.
ways as (

    select
        cast({{ dbt.date_trunc('quarter', 'effective_on') }} as date) as quarter,
        count(case when initiated_by = 'product' then 1 end) as product_accounts,
        count(case when initiated_by in ('human', 'customer') then 1 end) as sales_accounts,
        count(*) as conversions,
        sum(case when initiated_by = 'product' then event_arr else 0 end) as product_arr,
        sum(case when initiated_by in ('human', 'customer') then event_arr else 0 end) as sales_arr
    from events
    where event_type = 'conversion'
    group by cast({{ dbt.date_trunc('quarter', 'effective_on') }} as date)

),

final as (

    select
        lagged.quarter,
        lagged.is_complete and lagged.was_complete as is_told,
        lagged.is_complete,
        lagged.new_accounts,
        lagged.new_mrr,
        ways.product_accounts,
        ways.sales_accounts,
        ways.product_arr,
        ways.sales_arr,
        lagged.sales_before + lagged.marketing_before as sales_and_marketing,
        lagged.sales_before as sales_led_cost,
        coalesce(lagged.growth_before, 0) + coalesce(lagged.onboarding_before, 0)
        + coalesce(lagged.hosting_before, 0) as product_led_cost,
        lagged.sales_amount,
        lagged.marketing_amount,
        lagged.growth_amount,
        lagged.onboarding_amount,
        lagged.success_amount,
        lagged.sales_year_ago,
        lagged.onboarding_year_ago
    from lagged
    left join ways on lagged.quarter = ways.quarter

)

select * from final
