with signals as (

    select * from {{ ref('int_product__signals') }}
    where origin = 'exposure'

),

exposures as (

    select
        cast({{ dbt.date_trunc('month', 'signalled_at') }} as date) as month,
        count(*) as exposure_count,
        count(resulting_user_id) as signup_count,
        count(distinct account_id) as account_count
    from signals
    group by cast({{ dbt.date_trunc('month', 'signalled_at') }} as date)

),

final as (

    select
        'M65' as metric_id,
        'month' as period,
        month as period_start,
        'all' as segment,
        'exposures per account that exposes' as slice,
        cast(exposure_count as double) / nullif(cast(account_count as double), 0) as value,
        cast(exposure_count as double) as numerator,
        cast(account_count as double) as denominator,
        'count' as unit,
        cast(null as varchar) as reason
    from exposures
    union all
    select
        'M65' as metric_id,
        'month' as period,
        month as period_start,
        'all' as segment,
        'sign-ups per thousand views' as slice,
        cast(1000 * signup_count as double) / nullif(cast(exposure_count as double), 0) as value,
        cast(1000 * signup_count as double) as numerator,
        cast(exposure_count as double) as denominator,
        'count' as unit,
        cast(null as varchar) as reason
    from exposures

)

select * from final
