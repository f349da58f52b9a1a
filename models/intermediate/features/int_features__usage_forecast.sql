with levels as (

    select * from {{ ref('int_features__usage_levels') }}

),

settings as (

    select * from {{ ref('int_features__settings') }}

),

-- The outcome is the level of the window that ends when the time ahead is over, zero where nothing
-- is used any more; it is read at the month end nearest to it.
final as (

    select
        now_levels.account_id,
        now_levels.limit_key,
        now_levels.as_of_on,
        now_levels.is_current,
        now_levels.latest_fact_on,
        cast({{ dbt.dateadd('day', 1, 'now_levels.as_of_on') }} as date) as label_from,
        cast(
            {{ dbt.last_day(
                dbt.dateadd('month', 'round(settings.forecast_days / 30.0)', 'now_levels.as_of_month'),
                'month'
            ) }} as date
        ) as label_until,
        now_levels.used_level,
        before_levels.used_level as level_month_ago,
        long_before_levels.used_level as level_quarter_ago,
        now_levels.limit_value,
        later_levels.used_level as outcome_level
    from levels as now_levels
    cross join settings
    left join levels as before_levels
        on
            now_levels.account_id = before_levels.account_id
            and now_levels.limit_key = before_levels.limit_key
            and {{ dbt.dateadd('month', -1, 'now_levels.as_of_month') }} = before_levels.as_of_month
    left join levels as long_before_levels
        on
            now_levels.account_id = long_before_levels.account_id
            and now_levels.limit_key = long_before_levels.limit_key
            and {{ dbt.dateadd('month', -3, 'now_levels.as_of_month') }}
            = long_before_levels.as_of_month
    left join levels as later_levels
        on
            now_levels.account_id = later_levels.account_id
            and now_levels.limit_key = later_levels.limit_key
            and {{ dbt.dateadd(
                'month', 'round(settings.forecast_days / 30.0)', 'now_levels.as_of_month'
            ) }} = later_levels.as_of_month

)

select * from final
