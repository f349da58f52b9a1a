with gross_margins as (

    select * from {{ ref('int_economics__gross_margins') }}
    where cs_basis = 'as_set'

),

board_quarters as (

    select * from {{ ref('int_economics__board_quarters') }}

),

quarterly as (

    select
        cast({{ dbt.date_trunc('quarter', 'month') }} as date) as quarter,
        max(month) as last_month,
        case when count(cost_of_revenue) = 3 then sum(cost_of_revenue) end as cost,
        case when count(recurring_revenue) = 3 then sum(recurring_revenue) end as revenue
    from gross_margins
    group by cast({{ dbt.date_trunc('quarter', 'month') }} as date)

),

yearly as (

    select
        quarterly.quarter,
        sum(earlier.cost) as cost_ttm,
        count(earlier.cost) as known_quarters
    from quarterly
    inner join quarterly as earlier
        on quarterly.quarter >= earlier.quarter
            and {{ dbt.dateadd('month', -12, 'quarterly.quarter') }} < earlier.quarter
    group by quarterly.quarter

),

paired as (

    select
        quarterly.quarter,
        quarterly.cost,
        quarterly.revenue,
        board_quarters.arr,
        board_quarters.paying_accounts,
        case when yearly.known_quarters = 4 then yearly.cost_ttm end as cost_ttm
    from quarterly
    inner join board_quarters on quarterly.quarter = board_quarters.quarter
    inner join yearly on quarterly.quarter = yearly.quarter

),

-- A slope below one says that cost grows less than ARR does.
slopes as (

    select
        paired.quarter,
        count(*) as quarters,
        regr_slope(ln(cast(earlier.cost as double)), ln(cast(earlier.arr as double))) as slope
    from paired
    inner join paired as earlier on paired.quarter >= earlier.quarter
    where earlier.cost > 0 and earlier.arr > 0
    group by paired.quarter

),

final as (

    select
        paired.quarter,
        cast(paired.cost as double) / cast(nullif(paired.revenue, 0) as double)
            as cost_to_serve_share,
        cast(paired.cost_ttm as double) / nullif(paired.paying_accounts, 0)
            as cost_to_serve_per_account,
        slopes.quarters as slope_quarters,
        round(case when slopes.quarters >= 8 then slopes.slope end, 8) as cost_to_serve_slope
    from paired
    left join slopes on paired.quarter = slopes.quarter

)

select * from final
