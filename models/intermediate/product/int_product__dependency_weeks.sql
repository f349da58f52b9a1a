with event_days as (

    select * from {{ ref('int_product__event_days') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- Whole weeks only: a week speaks on its last day.
weeks as (

    select
        event_days.account_id,
        cast({{ dbt.date_trunc('week', 'event_days.used_on') }} as date) as week_on,
        sum(
            case
                when event_days.event_kind in ('integration', 'api') then event_days.event_count
                else 0
            end
        ) as linked_events
    from event_days
    cross join as_of
    where
        {{ dbt.dateadd('day', 6, dbt.date_trunc('week', 'event_days.used_on')) }}
        <= as_of.as_of_on
    group by
        event_days.account_id,
        cast({{ dbt.date_trunc('week', 'event_days.used_on') }} as date)

),

-- A week comes into the recent weeks, moves on to those before, and leaves them.
steps as (

    select
        account_id,
        week_on,
        1 as recent_weeks,
        linked_events as recent_events,
        0 as prior_events
    from weeks
    union all
    select
        weeks.account_id,
        cast(
            {{ dbt.dateadd('week', 'parameters.eo_dependency_weeks', 'weeks.week_on') }} as date
        ) as week_on,
        -1 as recent_weeks,
        -weeks.linked_events as recent_events,
        weeks.linked_events as prior_events
    from weeks
    cross join parameters
    union all
    select
        weeks.account_id,
        cast(
            {{ dbt.dateadd('week', '2 * parameters.eo_dependency_weeks', 'weeks.week_on') }}
            as date
        ) as week_on,
        0 as recent_weeks,
        0 as recent_events,
        -weeks.linked_events as prior_events
    from weeks
    cross join parameters

),

sums as (

    select
        account_id,
        week_on,
        sum(recent_weeks) as recent_weeks,
        sum(recent_events) as recent_events,
        sum(prior_events) as prior_events
    from steps
    group by account_id, week_on

),

final as (

    select
        account_id,
        week_on,
        min(week_on) over (partition by account_id) as first_week_on,
        cast(sum(recent_weeks) over (
            partition by account_id order by week_on asc nulls last
            rows between unbounded preceding and current row
        ) as bigint) as active_weeks,
        cast(sum(recent_events) over (
            partition by account_id order by week_on asc nulls last
            rows between unbounded preceding and current row
        ) as bigint) as recent_events,
        cast(sum(prior_events) over (
            partition by account_id order by week_on asc nulls last
            rows between unbounded preceding and current row
        ) as bigint) as prior_events
    from sums

)

select * from final
