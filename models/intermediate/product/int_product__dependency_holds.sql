with dependency_weeks as (

    select * from {{ ref('int_product__dependency_weeks') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

final as (

    select
        'growing_dependency' as signal_type,
        dependency_weeks.account_id,
        cast({{ dbt.dateadd('day', 6, 'dependency_weeks.week_on') }} as date) as holds_from_on,
        cast({{ dbt.dateadd('day', 13, 'dependency_weeks.week_on') }} as date) as holds_until_on,
        concat_ws(
            '',
            'used in ',
            cast(dependency_weeks.active_weeks as varchar),
            ' of ',
            cast(parameters.eo_dependency_weeks as varchar),
            ' weeks; integration and API events ',
            cast(dependency_weeks.recent_events as varchar),
            ' after ',
            cast(dependency_weeks.prior_events as varchar)
        ) as evidence
    from dependency_weeks
    cross join parameters
    cross join as_of
    where
        {{ dbt.dateadd('day', 6, 'dependency_weeks.week_on') }} <= as_of.as_of_on
        and dependency_weeks.week_on
        >= {{ dbt.dateadd(
            'week', '2 * parameters.eo_dependency_weeks - 1', 'dependency_weeks.first_week_on'
        ) }}
        and dependency_weeks.active_weeks >= parameters.eo_dependency_min_active_weeks
        and dependency_weeks.recent_events > 0
        and dependency_weeks.recent_events
        >= (1 + parameters.eo_dependency_growth_pct) * dependency_weeks.prior_events

)

select * from final
