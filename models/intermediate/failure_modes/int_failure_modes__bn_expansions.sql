with account_margins as (

    select * from {{ ref('int_failure_modes__bn_account_margins') }}

),

growth as (

    select * from {{ ref('int_failure_modes__bn_growth') }}

),

compared as (

    select
        growth.as_of_month,
        growth.account_id,
        growth.expansion_arr > 0 as has_expanded,
        account_margins.revenue_ttm,
        account_margins.revenue_prior,
        account_margins.cost_ttm,
        account_margins.cost_prior
    from growth
    left join account_margins
        on growth.as_of_month = account_margins.as_of_month
            and growth.account_id = account_margins.account_id

),

-- What a unit of revenue costs more or less than a year before at all accounts that were there
-- then: the old revenue of an account would have moved with it.
drifts as (

    select
        as_of_month,
        cast(sum(cost_ttm) as double) / nullif(cast(sum(revenue_ttm) as double), 0)
        / nullif(
            cast(sum(cost_prior) as double) / nullif(cast(sum(revenue_prior) as double), 0), 0
        ) as cost_drift
    from compared
    where revenue_ttm is not null and revenue_prior is not null
    group by as_of_month

),

drifted as (

    select
        compared.*,
        cast(compared.cost_prior as double) * drifts.cost_drift as base_cost
    from compared
    left join drifts on compared.as_of_month = drifts.as_of_month

),

final as (

    select
        drifted.as_of_month,
        drifted.account_id,
        case
            when not drifted.has_expanded then false
            when drifted.revenue_ttm is null or drifted.revenue_prior is null then null
            else drifted.revenue_ttm > drifted.revenue_prior
        end as is_judged,
        cast(drifted.revenue_ttm - drifted.revenue_prior as decimal(28, 8)) as revenue_added,
        1 - drifted.base_cost / cast(drifted.revenue_prior as double) as base_margin,
        case
            when drifted.revenue_ttm > drifted.revenue_prior
                then
                    1 - (cast(drifted.cost_ttm as double) - drifted.base_cost)
                    / cast(drifted.revenue_ttm - drifted.revenue_prior as double)
        end as expansion_margin
    from drifted

)

select * from final
