with facts as (

    select * from {{ ref('int_growth__signup_facts') }}

),

breakdowns as (

    select * from {{ ref('int_growth__breakdowns') }}

),

viral_months as (

    select * from {{ ref('int_growth__viral_months') }}
    where is_mature

),

spend_quarters as (

    select * from {{ ref('int_growth__spend_quarters') }}
    where is_complete

),

signals as (

    select * from {{ ref('int_product__signals') }}
    where origin = 'exposure'

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- Self-serve sign-ups of the last year.
signups as (

    select
        count(case when facts.is_window_over then 1 end) as window_count,
        count(case when facts.is_window_over and facts.has_first_session_value then 1 end)
            as first_session_count,
        count(case when facts.is_activated then 1 end) as activated_count,
        count(case when facts.is_activated and not facts.had_human_before_value then 1 end)
            as alone_count,
        count(case when facts.is_activated and facts.is_individual then 1 end) as individual_count
    from facts
    cross join as_of
    where
        not facts.is_assisted
        and facts.signup_month >= {{ dbt.dateadd('month', -12, 'as_of.as_of_on') }}

),

committees as (

    select max_by(complex_arr_share, quarter) as complex_arr_share
    from breakdowns
    where known_deals > 0

),

network as (

    select
        max_by(activated, month) as activated,
        max_by(active_users, month) as active_users
    from viral_months

),

exposures as (

    select
        count(*) as exposure_count,
        count(signals.resulting_user_id) as exposure_signups
    from signals
    cross join as_of
    where signals.signalled_at >= {{ dbt.dateadd('month', -12, 'as_of.as_of_on') }}

),

spend as (

    select
        sum(spend_quarters.growth_amount + coalesce(spend_quarters.onboarding_amount, 0))
            as activation_amount,
        sum(
            spend_quarters.growth_amount
            + coalesce(spend_quarters.onboarding_amount, 0)
            + coalesce(spend_quarters.sales_amount, 0)
            + coalesce(spend_quarters.marketing_amount, 0)
        ) as all_amount
    from spend_quarters
    cross join as_of
    where spend_quarters.quarter >= {{ dbt.dateadd('month', -15, 'as_of.as_of_on') }}

),

final as (

    select
        signups.window_count,
        signups.activated_count,
        cast(signups.first_session_count as double) / nullif(signups.window_count, 0)
            as first_session_share,
        cast(signups.alone_count as double) / nullif(signups.activated_count, 0) as alone_share,
        cast(signups.individual_count as double) / nullif(signups.activated_count, 0)
            as individual_share,
        committees.complex_arr_share,
        cast(network.activated as double) / nullif(network.active_users, 0) as k_factor,
        exposures.exposure_count,
        exposures.exposure_signups,
        cast(spend.activation_amount as double) / nullif(cast(spend.all_amount as double), 0)
            as activation_spend_share
    from signups
    cross join committees
    cross join network
    cross join exposures
    cross join spend

)

select * from final
