with windows as (

    select * from {{ ref('int_economics__people_windows') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

growth as (

    select
        windows.*,
        cast(fte as double) / nullif(cast(fte_year_ago as double), 0) - 1 as headcount_growth,
        cast(revenue_ttm as double) / nullif(cast(revenue_ttm_prior as double), 0) - 1
            as revenue_growth
    from windows

),

final as (

    select
        growth.month,
        growth.fte,
        growth.fte_mean_ttm,
        growth.revenue_ttm,
        growth.headcount_growth,
        growth.revenue_growth,
        100 * (growth.headcount_growth - growth.revenue_growth) as growth_spread_points,
        case
            when growth.revenue_growth >= cast(parameters.elasticity_min_revenue_growth as double)
                then growth.headcount_growth / growth.revenue_growth
        end as headcount_elasticity,
        cast(growth.revenue_ttm as double) / nullif(growth.fte_mean_ttm, 0) as revenue_per_employee
    from growth
    cross join parameters

)

select * from final
