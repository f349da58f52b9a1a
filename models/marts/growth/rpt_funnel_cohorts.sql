with counted as (

    select * from {{ ref('int_growth__cohorts') }}

),

times_to_value as (

    select * from {{ ref('int_growth__times_to_value') }}
    where series = 'month'

),

measurable as (

    select * from {{ ref('int_growth__measurable') }}

),

final as (

    select
        counted.cohort_month,
        counted.entry_model,
        counted.is_assisted,
        counted.unit,
        counted.signups,
        case when counted.unit = 'account' and measurable.has_events then counted.first_sessions end
            as first_sessions,
        case when measurable.has_events then counted.first_session_values end
            as first_session_values,
        case when measurable.has_events then counted.activated end as activated,
        case
            when counted.is_activation_closed and measurable.has_events
                then cast(counted.activated as double) / counted.signups
        end as activation_rate,
        times_to_value.median_hours as ttv_median_hours,
        times_to_value.p75_hours as ttv_p75_hours,
        times_to_value.p90_hours as ttv_p90_hours,
        case when counted.unit = 'account' and measurable.has_events then counted.values_reached end
            as values_reached,
        case when counted.unit = 'account' and measurable.is_pql_reachable then counted.pqls end
            as pqls,
        case
            when counted.unit = 'account' and measurable.is_pql_reachable
                then counted.pqls_matured
        end as pqls_matured,
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
            measurable.events_reason,
            measurable.pql_reason,
            case when not counted.is_activation_closed then 'activation is not closed yet' end,
            case when not counted.is_free_to_paid_closed then 'payment is not closed yet' end,
            case when counted.free_signups = 0 then 'all paid before they signed up' end,
            case
                when counted.unit = 'user' then 'workspaces qualify, not users'
                when measurable.is_pql_reachable and counted.pqls_matured = 0
                    then 'no qualified lead is old enough'
            end,
            case
                when measurable.has_events and times_to_value.median_hours is null
                    then 'fewer than half are activated, so there is no median'
            end
        ), '') as reason
    from counted
    cross join measurable
    inner join times_to_value
        on
            counted.cohort_month = times_to_value.starts_on
            and counted.entry_model = times_to_value.entry_model
            and counted.is_assisted = times_to_value.is_assisted
            and counted.unit = times_to_value.unit

)

select * from final
