with depth_months as (

    select * from {{ ref('int_product__depth_months') }}

),

price_book as (

    select * from {{ ref('stg_billing__price_book') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

next_tier_sizes as (

    select cast(value as bigint) as min_accounts
    from {{ ref('int_config__parameter_values') }}
    where parameter = 'eo_next_tier_min_accounts'

),

ladder as (

    select distinct
        product_line,
        tier_rank
    from price_book
    where not coalesce(is_addon, false)

),

next_tiers as (

    select
        ladder.product_line,
        ladder.tier_rank,
        min(higher.tier_rank) as next_tier_rank
    from ladder
    inner join ladder as higher
        on
            ladder.product_line = higher.product_line
            and ladder.tier_rank < higher.tier_rank
    group by ladder.product_line, ladder.tier_rank

),

tier_months as (

    select
        product_line,
        tier_rank,
        used_month,
        count(*) as account_count,
        median(core_depth) as median_depth
    from depth_months
    group by product_line, tier_rank, used_month

),

ranked as (

    select
        *,
        percent_rank() over (
            partition by product_line, tier_rank, used_month order by core_depth asc nulls last
        ) as depth_rank
    from depth_months

),

-- Deep is what the next tier does; where too few are there, what the top of the own tier does.
compared as (

    select
        ranked.*,
        parameters.eo_tier_static_days,
        next_months.account_count >= next_tier_sizes.min_accounts as is_against_next,
        next_months.median_depth as next_median_depth,
        own_months.account_count >= parameters.min_cell_n
        and ranked.depth_rank >= parameters.eo_depth_percentile as is_top_of_own
    from ranked
    cross join parameters
    cross join next_tier_sizes
    inner join next_tiers
        on
            ranked.product_line = next_tiers.product_line
            and ranked.tier_rank = next_tiers.tier_rank
    inner join tier_months as own_months
        on
            ranked.product_line = own_months.product_line
            and ranked.tier_rank = own_months.tier_rank
            and ranked.used_month = own_months.used_month
    left join tier_months as next_months
        on
            next_tiers.product_line = next_months.product_line
            and next_tiers.next_tier_rank = next_months.tier_rank
            and ranked.used_month = next_months.used_month

),

final as (

    select
        'depth_on_tier' as signal_type,
        account_id,
        product_line,
        month_ends_on as holds_from_on,
        cast({{ dbt.last_day(dbt.dateadd('month', 1, 'used_month'), 'month') }} as date)
            as holds_until_on,
        concat_ws(
            '',
            cast(cast(core_depth as decimal(38, 1)) as varchar),
            ' core events per active user on plan ',
            plan,
            case
                when is_against_next then ', more than the median of the next tier'
                else ', at the top of its own tier'
            end
        ) as evidence
    from compared
    where
        {{ dbt.datediff('plan_since_on', 'month_ends_on', 'day') }} >= eo_tier_static_days
        and core_events > 0
        and (
            (coalesce(is_against_next, false) and core_depth > next_median_depth)
            or (not coalesce(is_against_next, false) and is_top_of_own)
        )

)

select * from final
