with months as (

    select * from {{ ref('int_failure_modes__months') }}

),

people_growth as (

    select * from {{ ref('int_economics__people_growth') }}

),

headcount_rows as (

    select * from {{ ref('stg_people__headcount_months') }}

),

settings as (

    select * from {{ ref('int_failure_modes__ppg_settings') }}

),

-- People and revenue are known of months that are over.
dated as (

    select
        months.as_of_month,
        max(people_growth.month) as people_month
    from months
    left join people_growth on months.as_of_month >= people_growth.month
    group by months.as_of_month

),

loaded as (

    select
        month,
        case when count(loaded_cost) = count(*) then sum(loaded_cost) end as loaded_cost
    from headcount_rows
    group by month

),

year_costs as (

    select
        dated.as_of_month,
        case when count(loaded.loaded_cost) = 12 then sum(loaded.loaded_cost) end as loaded_cost_ttm
    from dated
    inner join loaded
        on dated.people_month >= loaded.month
            and {{ dbt.dateadd('month', -12, 'dated.people_month') }} < loaded.month
    group by dated.as_of_month

),

-- The value of every third month back: a quarter's, each of trailing twelve months.
backwards as (

    select
        dated.as_of_month,
        people_growth.revenue_per_employee,
        settings.rpe_quarters,
        {{ dbt.datediff('people_growth.month', 'dated.people_month', 'month') }} / 3
            as quarters_back
    from dated
    cross join settings
    inner join people_growth
        on dated.people_month >= people_growth.month
            and mod({{ dbt.datediff('people_growth.month', 'dated.people_month', 'month') }}, 3) = 0
            and {{ dbt.datediff('people_growth.month', 'dated.people_month', 'month') }}
            < 3 * settings.rpe_quarters
    where people_growth.revenue_per_employee is not null

),

trends as (

    select
        as_of_month,
        count(*) as quarters,
        max(rpe_quarters) as rpe_quarters,
        max(revenue_per_employee) as rpe_best,
        regr_slope(revenue_per_employee, -quarters_back) * 4 / avg(revenue_per_employee)
            as slope_all,
        count(case when quarters_back < 4 then 1 end) as quarters_of_4,
        regr_slope(
            case when quarters_back < 4 then revenue_per_employee end, -quarters_back
        ) * 4 / avg(case when quarters_back < 4 then revenue_per_employee end) as slope_4
    from backwards
    group by as_of_month

),

final as (

    select
        dated.as_of_month,
        dated.people_month,
        people_growth.fte,
        people_growth.fte_mean_ttm,
        people_growth.revenue_ttm,
        people_growth.headcount_growth,
        people_growth.revenue_growth,
        people_growth.growth_spread_points,
        people_growth.headcount_elasticity,
        people_growth.revenue_per_employee,
        trends.quarters,
        round(case when trends.quarters = trends.rpe_quarters then trends.slope_all end, 8)
            as rpe_slope,
        round(case when trends.quarters_of_4 = 4 then trends.slope_4 end, 8) as rpe_slope_4q,
        trends.rpe_best,
        round(
            cast(people_growth.fte as double)
            - cast(people_growth.revenue_ttm as double) / nullif(trends.rpe_best, 0), 6
        ) as excess_fte,
        cast(year_costs.loaded_cost_ttm as double) / nullif(people_growth.fte_mean_ttm, 0)
            as loaded_cost_per_fte
    from dated
    left join people_growth on dated.people_month = people_growth.month
    left join trends on dated.as_of_month = trends.as_of_month
    left join year_costs on dated.as_of_month = year_costs.as_of_month

)

select * from final
