with limit_days as (

    select * from {{ ref('int_product__limit_days') }}

),

as_of_days as (

    select * from {{ ref('int_features__as_of_days') }}

),

final as (

    select
        limit_days.workspace_id,
        as_of_days.as_of_on,
        max(cast(limit_days.quantity as double) / cast(limit_days.limit_value as double))
            as limit_peak_share,
        count(
            distinct case
                when limit_days.is_hard_limit and limit_days.is_at_limit then limit_days.used_on
            end
        ) as blocked_days,
        max(limit_days.used_on) as latest_fact_on
    from limit_days
    inner join as_of_days on limit_days.used_on = as_of_days.day_on
    where limit_days.limit_value > 0
    group by limit_days.workspace_id, as_of_days.as_of_on

)

select * from final
