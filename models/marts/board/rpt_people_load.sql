with people_growth as (

    select * from {{ ref('int_economics__people_growth') }}

),

final as (

    select
        month,
        fte,
        fte_mean_ttm,
        revenue_ttm,
        headcount_growth,
        revenue_growth,
        growth_spread_points,
        headcount_elasticity,
        revenue_per_employee
    from people_growth

)

select * from final
