with quarters as (

    select * from {{ ref('int_economics__board_quarters') }}

),

margins as (

    select * from {{ ref('int_economics__margins') }}

),

triad as (

    select * from {{ ref('int_economics__board_triad') }}

),

product_share as (

    select * from {{ ref('rpt_product_share') }}
    where stage = 'all' and segment = 'all' and reading = 'standard'

),

acquisition_costs as (

    select * from {{ ref('int_economics__acquisition_costs') }}

),

lifetime_values as (

    select * from {{ ref('score_lifetime_value') }}

),

account_margin_months as (

    select * from {{ ref('fct_account_margin_months') }}
    where account_id <> 'unallocated'

),

served as (

    select
        margins.as_of_month,
        count(distinct account_margin_months.month) as months,
        sum(account_margin_months.cost_to_serve) as cost_to_serve,
        sum(account_margin_months.recurring_revenue) as recurring_revenue
    from margins
    inner join account_margin_months
        on account_margin_months.month <= margins.margin_month
            and account_margin_months.month
            > {{ dbt.dateadd('month', -12, 'margins.margin_month') }}
    where account_margin_months.cost_to_serve is not null
    group by margins.as_of_month

),

lifetimes as (

    select
        scored_on,
        cast(avg(cast(clv as decimal(28, 8))) as double) as mean_clv
    from lifetime_values
    group by scored_on

),

final as (

    select
        quarters.quarter,
        quarters.is_complete,
        quarters.arr,
        quarters.nrr,
        quarters.grr,
        margins.gross_margin_share as gross_margin,
        margins.gross_margin_share_cs_0 as gross_margin_cs_0,
        margins.gross_margin_share_cs_100 as gross_margin_cs_100,
        quarters.revenue_per_employee,
        quarters.arr_per_employee,
        product_share.share_of_events as product_share_of_events,
        product_share.share_of_arr as product_share_of_arr,
        quarters.headcount_growth,
        quarters.revenue_growth,
        quarters.growth_spread_points,
        quarters.headcount_elasticity,
        case
            when served.months = 12
                then
                    cast(served.cost_to_serve as double)
                    / cast(nullif(served.recurring_revenue, 0) as double)
        end as cost_to_serve_share,
        acquisition_costs.cac,
        lifetimes.mean_clv / nullif(acquisition_costs.cac, 0) as clv_to_cac,
        triad.nrr_move,
        triad.gross_margin_move,
        triad.revenue_per_employee_move,
        triad.co_movement,
        triad.mean_correlation,
        triad.is_drifting_apart
    from quarters
    left join margins on quarters.as_of_on = margins.as_of_on
    left join triad on quarters.quarter = triad.quarter
    left join product_share
        on quarters.quarter = product_share.quarter and product_share.window = 'ttm'
    left join acquisition_costs on quarters.quarter = acquisition_costs.quarter
    left join lifetimes on quarters.as_of_on = lifetimes.scored_on
    left join served on margins.as_of_month = served.as_of_month

)

select * from final
