with members as (

    select * from {{ ref('int_growth__cohort_members') }}

),

thresholds as (

    select * from {{ ref('int_config__parameters') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

judged as (

    select
        members.*,
        {{ dbt.dateadd('day', 'thresholds.act_window_days', 'members.signed_up_at') }}
            as activation_until_at,
        {{ dbt.dateadd('day', 'members.free_to_paid_days', 'members.signed_up_at') }}
            as paid_until_at,
        {{ dbt.dateadd('day', 'settings.pql_conversion_days', 'members.pql_at') }}
            as pql_until_at,
        members.pql_at is not null
        and (members.first_paid_at is null or members.pql_at <= members.first_paid_at) as is_pql,
        {{ dbt.dateadd('month', 1, 'members.cohort_month') }} as next_month_at,
        thresholds.act_window_days,
        as_of.as_of_at
    from members
    cross join thresholds
    cross join settings
    cross join as_of

),

final as (

    select
        cohort_month,
        entry_model,
        is_assisted,
        unit,
        count(*) as signups,
        count(first_session_at) as first_sessions,
        count(case when has_first_session_value then 1 end) as first_session_values,
        count(case when activated_at <= activation_until_at then 1 end) as activated,
        count(value_reached_at) as values_reached,
        count(case when is_pql then 1 end) as pqls,
        count(case when is_pql and pql_until_at <= as_of_at then 1 end) as pqls_matured,
        count(case
            when is_pql and pql_until_at <= as_of_at and first_paid_at <= pql_until_at then 1
        end) as pqls_paid,
        count(opportunity_at) as opportunities,
        count(case when not is_paying_at_signup then 1 end) as free_signups,
        count(case when not is_paying_at_signup and first_paid_at is not null then 1 end) as paid,
        count(case when not is_paying_at_signup and first_paid_at <= paid_until_at then 1 end)
            as paid_in_time,
        max({{ dbt.dateadd('day', 'act_window_days', 'next_month_at') }}) <= max(as_of_at)
            as is_activation_closed,
        max({{ dbt.dateadd('day', 'free_to_paid_days', 'next_month_at') }}) <= max(as_of_at)
            as is_free_to_paid_closed
    from judged
    group by cohort_month, entry_model, is_assisted, unit

)

select * from final
