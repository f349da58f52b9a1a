with usage_forecasts as (

    select * from {{ ref('usage_forecasts') }}

),

levels as (

    select * from {{ ref('int_features__usage_levels') }}

),

final as (

    select
        usage_forecasts.account_id,
        usage_forecasts.limit_key,
        usage_forecasts.as_of_on as scored_on,
        levels.used_level as level_now,
        levels.limit_value,
        usage_forecasts.forecast as forecast_90d,
        usage_forecasts.low,
        usage_forecasts.high,
        case
            when levels.limit_value > 0
                then usage_forecasts.forecast >= levels.limit_value
        end as is_limit_reached,
        usage_forecasts.method,
        usage_forecasts.model_version
    from usage_forecasts
    inner join levels
        on
            usage_forecasts.account_id = levels.account_id
            and usage_forecasts.limit_key = levels.limit_key
            and usage_forecasts.as_of_on = levels.as_of_on

)

select * from final
