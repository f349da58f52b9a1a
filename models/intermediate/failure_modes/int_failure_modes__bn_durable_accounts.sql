with evidence as (

    select * from {{ ref('int_failure_modes__bn_evidence') }}

),

tests as (

    select * from {{ ref('int_failure_modes__bn_tests') }}
    where is_base

),

cohorts as (

    select * from {{ ref('int_failure_modes__bn_cohorts') }}

),

account_margins as (

    select * from {{ ref('int_failure_modes__bn_account_margins') }}

),

-- The margin that the cohort had a year before on all its revenue.
base_margins as (

    select
        cohorts.as_of_month,
        1 - cast(sum(account_margins.cost_prior) as double)
        / nullif(cast(sum(account_margins.revenue_prior) as double), 0) as base_margin
    from cohorts
    inner join account_margins
        on cohorts.as_of_month = account_margins.as_of_month
            and cohorts.account_id = account_margins.account_id
    group by cohorts.as_of_month

),

claims as (

    select
        cohorts.as_of_month,
        cohorts.account_id,
        cohorts.opening_arr,
        cohorts.closing_arr,
        case
            when tests.is_price_only then greatest(evidence.price_arr, 0) else 0
        end as price_claim,
        coalesce(evidence.concession_ttm, 0) as concession_claim,
        case
            when evidence.expansion_margin < base_margins.base_margin
                then greatest(evidence.expansion_arr, 0)
            else 0
        end as expansion_claim
    from cohorts
    left join evidence
        on cohorts.as_of_month = evidence.as_of_month and cohorts.account_id = evidence.account_id
    left join tests
        on cohorts.as_of_month = tests.as_of_month and cohorts.account_id = tests.account_id
    left join base_margins on cohorts.as_of_month = base_margins.as_of_month

),

-- A dollar is counted once: growth by price first, then what was given away, then thin expansion,
-- each of what is left of the ARR, and growth never beyond the growth there is.
priced as (

    select
        *,
        least(price_claim, greatest(closing_arr - opening_arr, 0), closing_arr) as price_arr
    from claims

),

conceded as (

    select
        *,
        least(concession_claim, closing_arr - price_arr) as concession_arr
    from priced

),

final as (

    select
        as_of_month,
        account_id,
        opening_arr,
        closing_arr,
        cast(price_arr as decimal(28, 8)) as price_only_arr,
        cast(concession_arr as decimal(28, 8)) as concession_arr,
        cast(
            least(
                expansion_claim,
                greatest(closing_arr - opening_arr - price_arr, 0),
                closing_arr - price_arr - concession_arr
            ) as decimal(28, 8)
        ) as thin_expansion_arr
    from conceded

)

select * from final
