with members as (

    select * from {{ ref('int_growth__cohort_members') }}

),

times_to_value as (

    select * from {{ ref('int_growth__times_to_value') }}
    where series = 'month'

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

counted as (

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

),

final as (

    select
        counted.cohort_month,
        counted.entry_model,
        counted.is_assisted,
        counted.unit,
        counted.signups,
        case when counted.unit = 'account' then counted.first_sessions end as first_sessions,
        counted.first_session_values,
        counted.activated,
        case
            when counted.is_activation_closed
                then cast(counted.activated as double) / counted.signups
        end as activation_rate,
        times_to_value.median_hours as ttv_median_hours,
        times_to_value.p75_hours as ttv_p75_hours,
        times_to_value.p90_hours as ttv_p90_hours,
        case when counted.unit = 'account' then counted.values_reached end as values_reached,
        case when counted.unit = 'account' then counted.pqls end as pqls,
        case when counted.unit = 'account' then counted.pqls_matured end as pqls_matured,
        cast(counted.pqls_paid as double) / nullif(counted.pqls_matured, 0) as pql_to_paid_rate,
        case when counted.unit = 'account' then counted.opportunities end as opportunities,
        counted.free_signups,
        counted.paid,
        counted.paid_in_time,
        case
            when counted.is_free_to_paid_closed
                then cast(counted.paid_in_time as double) / nullif(counted.free_signups, 0)
        end as free_to_paid_rate,
        counted.is_activation_closed,
        counted.is_activation_closed and counted.is_free_to_paid_closed as is_mature,
        nullif(concat_ws(
            '; ',
            case when not counted.is_activation_closed then 'activation is not closed yet' end,
            case when not counted.is_free_to_paid_closed then 'payment is not closed yet' end,
            case when counted.free_signups = 0 then 'all paid before they signed up' end,
            case
                when counted.unit = 'user' then 'workspaces qualify, not users'
                when counted.pqls_matured = 0 then 'no qualified lead is old enough'
            end,
            case
                when times_to_value.median_hours is null
                    then 'fewer than half are activated, so there is no median'
            end
        ), '') as reason
    from counted
    inner join times_to_value
        on
            counted.cohort_month = times_to_value.starts_on
            and counted.entry_model = times_to_value.entry_model
            and counted.is_assisted = times_to_value.is_assisted
            and counted.unit = times_to_value.unit

)

select * from final
