with months as (

    select * from {{ ref('int_failure_modes__months') }}

),

company_arr as (

    select * from {{ ref('int_economics__company_arr') }}

),

retention_accounts as (

    select * from {{ ref('int_revenue__retention_accounts') }}

),

people_growth as (

    select * from {{ ref('int_economics__people_growth') }}

),

capacity_quarters as (

    select * from {{ ref('int_economics__capacity_quarters') }}

),

placed as (

    select
        cast({{ dbt.date_trunc('quarter', 'as_of_month') }} as date) as quarter,
        as_of_month,
        as_of_on,
        row_number() over (
            partition by {{ dbt.date_trunc('quarter', 'as_of_month') }}
            order by as_of_month desc nulls last
        ) as place
    from months

),

retention as (

    select
        month,
        sum(case when is_in_cohort then opening_arr else 0 end) as opening_arr,
        sum(case when is_in_cohort then closing_arr else 0 end) as closing_arr,
        sum(case when is_in_cohort then least(opening_arr, closing_arr) else 0 end) as kept_arr,
        sum(case when closing_arr > 0 then 1 else 0 end) as paying_accounts
    from retention_accounts
    group by month

),

facing as (

    select
        quarter,
        sum(fte) as fte
    from capacity_quarters
    where function in ('sales', 'success', 'support')
    group by quarter

),

-- ARR and retention stand at the quarter's last month, people at the last one that is complete.
final as (

    select
        placed.quarter,
        placed.as_of_on,
        {{ dbt.dateadd('month', 3, 'placed.quarter') }}
        <= {{ dbt.dateadd('day', 1, 'placed.as_of_on') }} as is_complete,
        company_arr.arr,
        cast(retention.closing_arr as double) / cast(nullif(retention.opening_arr, 0) as double)
            as nrr,
        cast(retention.kept_arr as double) / cast(nullif(retention.opening_arr, 0) as double)
            as grr,
        capacity_quarters.month as people_month,
        people_growth.revenue_per_employee,
        people_growth.headcount_growth,
        people_growth.revenue_growth,
        people_growth.growth_spread_points,
        people_growth.headcount_elasticity,
        cast(company_arr.arr as double) / cast(nullif(capacity_quarters.fte, 0) as double)
            as arr_per_employee,
        retention.paying_accounts,
        cast(facing.fte as decimal(28, 8)) as customer_facing_fte,
        cast(retention.paying_accounts as double) / cast(nullif(facing.fte, 0) as double)
            as accounts_per_facing_fte,
        cast(company_arr.arr as double) / cast(nullif(facing.fte, 0) as double)
            as arr_per_facing_fte,
        capacity_quarters.fte_per_million
    from placed
    left join company_arr
        on placed.as_of_on >= company_arr.from_on
            and (company_arr.until_on is null or placed.as_of_on < company_arr.until_on)
    left join retention on placed.as_of_month = retention.month
    left join capacity_quarters
        on placed.quarter = capacity_quarters.quarter and capacity_quarters.function = 'all'
    left join people_growth on capacity_quarters.month = people_growth.month
    left join facing on placed.quarter = facing.quarter
    where placed.place = 1

)

select * from final
