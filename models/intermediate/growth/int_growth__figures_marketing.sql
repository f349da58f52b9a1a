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
        {{ figure(
            "'M88'", 'quarter', "quarter", "'spend on branded, retargeting and direct'", 'share',
            numerator="lower_amount", denominator="all_amount"
        ) }}
    from spent
    union all
    select
        {{ figure(
            "'M88'", 'quarter', "quarter", "'answers on branded, retargeting and direct'",
            'share', numerator="lower_count", denominator="touch_count"
        ) }}
    from touched
    union all
    select
        {{ figure(
            "'M89'", 'quarter', "quarter",
            "'downloads and clicks per new lead, for comparison only'", 'count',
            numerator="reply_count", denominator="lead_count"
        ) }}
    from replies

)

select * from final
