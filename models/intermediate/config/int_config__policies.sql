with defaults as (

    select * from {{ ref('policy_switches') }}

),

overrides as (

    select * from {{ ref('stg_config__policy_switches') }}

),

policies as (

    select
        defaults.policy,
        coalesce(overrides.choice, defaults.choice) as choice
    from defaults
    left join overrides on defaults.policy = overrides.policy

),

final as (

    select
        max(case when policy = 'churn_booking' then choice end) as churn_booking,
        max(case when policy = 'past_due' then choice end) as past_due,
        max(case when policy = 'paused' then choice end) as paused,
        max(case when policy = 'trial' then choice end) as trial,
        max(case when policy = 'full_discount' then choice end) as full_discount,
        max(case when policy = 'discounts' then choice end) as discounts,
        max(case when policy = 'metered_usage' then choice end) as metered_usage,
        max(case when policy = 'one_time_and_credits' then choice end) as one_time_and_credits
    from policies

)

select * from final
