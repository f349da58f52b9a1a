with marketing_touches as (

    select * from {{ ref('int_motions__marketing_touches') }}

),

spend as (

    select * from {{ ref('stg_finance__marketing_spend') }}

),

leads as (

    select * from {{ ref('int_growth__leads') }}

),

spent as (

    select
        cast({{ dbt.date_trunc('quarter', 'month') }} as date) as quarter,
        sum(case
            when coalesce(is_branded, false) or channel in ('retargeting', 'direct') then amount
            else 0
        end) as lower_amount,
        sum(amount) as all_amount
    from spend
    group by cast({{ dbt.date_trunc('quarter', 'month') }} as date)

),

touched as (

    select
        cast({{ dbt.date_trunc('quarter', 'touched_at') }} as date) as quarter,
        count(case
            when coalesce(is_branded, false) or channel in ('retargeting', 'direct') then 1
        end) as lower_count,
        count(*) as touch_count,
        count(case when action in ('content_download', 'email_click') then 1 end) as reply_count
    from marketing_touches
    where action in ('demo_request', 'form_submit', 'content_download', 'email_click')
    group by cast({{ dbt.date_trunc('quarter', 'touched_at') }} as date)

),

lead_quarters as (

    select
        cast({{ dbt.date_trunc('quarter', 'created_at') }} as date) as quarter,
        count(*) as lead_count
    from leads
    group by cast({{ dbt.date_trunc('quarter', 'created_at') }} as date)

),

replies as (

    select
        lead_quarters.quarter,
        lead_quarters.lead_count,
        coalesce(touched.reply_count, 0) as reply_count
    from lead_quarters
    left join touched on lead_quarters.quarter = touched.quarter

),

final as (

    select
        'M88' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        'spend on branded, retargeting and direct' as slice,
        cast(lower_amount as double) / nullif(cast(all_amount as double), 0) as value,
        cast(lower_amount as double) as numerator,
        cast(all_amount as double) as denominator,
        'share' as unit,
        cast(null as varchar) as reason
    from spent
    union all
    select
        'M88' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        'answers on branded, retargeting and direct' as slice,
        cast(lower_count as double) / nullif(cast(touch_count as double), 0) as value,
        cast(lower_count as double) as numerator,
        cast(touch_count as double) as denominator,
        'share' as unit,
        cast(null as varchar) as reason
    from touched
    union all
    select
        'M89' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        'downloads and clicks per new lead, for comparison only' as slice,
        cast(reply_count as double) / nullif(cast(lead_count as double), 0) as value,
        cast(reply_count as double) as numerator,
        cast(lead_count as double) as denominator,
        'count' as unit,
        cast(null as varchar) as reason
    from replies

)

select * from final
