with intents as (

    select * from {{ ref('int_growth__prior_intents') }}

),

acquisition_quarters as (

    select * from {{ ref('int_growth__acquisition_quarters') }}
    where is_told

),

product_lines as (

    select * from {{ ref('stg_config__product_lines') }}

),

counted as (

    select
        quarter,
        count(case when has_prior_intent then 1 end) as intent_count,
        count(case when not has_prior_intent then 1 end) as created_count,
        count(case when is_new_demand then 1 end) as new_demand_count,
        count(*) as account_count
    from intents
    group by quarter

),

launch as (

    select min(plg_launched_on) as plg_launched_on
    from product_lines

),

-- Cost per new account that showed intent before, before and after the product-led launch.
shifts as (

    select
        max(acquisition_quarters.quarter) as quarter,
        sum(case
            when acquisition_quarters.quarter < launch.plg_launched_on
                then acquisition_quarters.sales_and_marketing
        end) as cost_before,
        sum(case
            when acquisition_quarters.quarter < launch.plg_launched_on
                then counted.intent_count
        end) as accounts_before,
        sum(case
            when acquisition_quarters.quarter >= launch.plg_launched_on
                then acquisition_quarters.sales_and_marketing
        end) as cost_after,
        sum(case
            when acquisition_quarters.quarter >= launch.plg_launched_on
                then counted.intent_count
        end) as accounts_after
    from acquisition_quarters
    cross join launch
    inner join counted on acquisition_quarters.quarter = counted.quarter

),

final as (

    select
        {{ figure(
            "'M84'", 'quarter', "quarter", "'all'", 'share', numerator="intent_count",
            denominator="account_count"
        ) }}
    from counted
    union all
    select
        {{ figure(
            "'M85'", 'quarter', "quarter", "'created demand'", 'share', numerator="created_count",
            denominator="account_count"
        ) }}
    from counted
    union all
    select
        {{ figure(
            "'M85'", 'quarter', "quarter",
            "'first touch not branded, not direct, not on the target list'", 'share',
            numerator="new_demand_count", denominator="account_count"
        ) }}
    from counted
    union all
    select
        {{ figure(
            "'M86'", 'quarter', "quarter", "'all'", 'dollars',
            value="cast(cost_after as double) / nullif(accounts_after, 0)
                - cast(cost_before as double) / nullif(accounts_before, 0)",
            reason="case
                when accounts_before is null or accounts_after is null
                    then 'no quarter on both sides of the product-led launch'
                end"
        ) }}
    from shifts
    where quarter is not null

)

select * from final
