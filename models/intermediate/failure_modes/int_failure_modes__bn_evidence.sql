with growth as (

    select * from {{ ref('int_failure_modes__bn_growth') }}

),

account_margins as (

    select * from {{ ref('int_failure_modes__bn_account_margins') }}

),

renewal_gifts as (

    select * from {{ ref('int_failure_modes__bn_renewal_gifts') }}

),

value_index as (

    select * from {{ ref('int_failure_modes__value_index') }}

),

account_concessions as (

    select * from {{ ref('int_economics__account_concessions') }}

),

expansions as (

    select * from {{ ref('int_failure_modes__bn_expansions') }}

),

concessions as (

    select
        growth.as_of_month,
        growth.account_id,
        sum(account_concessions.amount) as concession_amount
    from growth
    inner join account_concessions
        on growth.account_id = account_concessions.account_id
            and growth.as_of_on >= account_concessions.granted_on
            and {{ dbt.dateadd('month', -11, 'growth.as_of_month') }}
            <= account_concessions.granted_on
    group by growth.as_of_month, growth.account_id

),

joined as (

    select
        growth.*,
        account_margins.revenue_ttm,
        account_margins.margin_ttm,
        account_margins.margin_prior,
        account_margins.margin_ttm_cs_0,
        account_margins.margin_prior_cs_0,
        account_margins.margin_ttm_cs_100,
        account_margins.margin_prior_cs_100,
        account_margins.margin_quarter,
        account_margins.margin_quarter_prior,
        renewal_gifts.renewed_on,
        renewal_gifts.concession_share,
        value_index.value_trend,
        coalesce(concessions.concession_amount, 0) as concession_ttm,
        expansions.is_judged as is_expansion_judged,
        expansions.base_margin,
        case when expansions.is_judged then expansions.expansion_margin end as expansion_margin
    from growth
    inner join expansions
        on growth.as_of_month = expansions.as_of_month
            and growth.account_id = expansions.account_id
    left join account_margins
        on growth.as_of_month = account_margins.as_of_month
            and growth.account_id = account_margins.account_id
    left join renewal_gifts
        on growth.as_of_month = renewal_gifts.as_of_month
            and growth.account_id = renewal_gifts.account_id
    left join value_index
        on growth.as_of_month = value_index.as_of_month
            and growth.account_id = value_index.account_id
    left join concessions
        on growth.as_of_month = concessions.as_of_month
            and growth.account_id = concessions.account_id

),

final as (

    select
        as_of_month,
        as_of_on,
        account_id,
        peer_group,
        arr,
        arr_year_ago,
        price_arr,
        expansion_arr,
        revenue_ttm,
        margin_ttm,
        margin_prior,
        margin_ttm_cs_0,
        margin_prior_cs_0,
        margin_ttm_cs_100,
        margin_prior_cs_100,
        margin_quarter,
        margin_quarter_prior,
        renewed_on,
        concession_share,
        value_trend,
        cast(concession_ttm as decimal(28, 8)) as concession_ttm,
        is_expansion_judged,
        base_margin,
        expansion_margin,
        100 * (margin_prior - margin_ttm) as margin_drop_points,
        case
            when arr > arr_year_ago
                then cast(price_arr as double) / cast(arr - arr_year_ago as double)
        end as price_share_of_growth
    from joined

)

select * from final
