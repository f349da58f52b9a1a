with orders as (

    select * from {{ ref('int_growth__first_orders') }}

),

committees as (

    select * from {{ ref('int_growth__committees') }}

),

cycles as (

    select
        quarter,
        concat_ws('', value_class, ' value, started by ', initiated_by) as deal_name,
        median(days_from_opportunity) as days_from_opportunity,
        median(case when days_from_first_use >= 0 then days_from_first_use end)
            as days_from_first_use
    from orders
    where won_on is not null
    group by quarter, value_class, initiated_by

),

classes as (

    select
        quarter,
        value_class,
        count(*) as account_count,
        sum(first_arr) as first_arr
    from orders
    group by quarter, value_class

),

closed as (

    select
        cast({{ dbt.date_trunc('quarter', 'closed_on') }} as date) as quarter,
        case
            when is_complex then 'complex'
            when committee_size >= 3 then 'middle'
            else 'small'
        end as committee_class,
        count(*) as deal_count,
        count(case when is_won then 1 end) as won_count,
        median({{ dbt.datediff('created_at', 'closed_on', 'day') }}) as days_to_close
    from committees
    where closed_on is not null
    group by
        cast({{ dbt.date_trunc('quarter', 'closed_on') }} as date),
        case
            when is_complex then 'complex'
            when committee_size >= 3 then 'middle'
            else 'small'
        end

),

final as (

    select
        'M68' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        concat_ws('', deal_name, ', from opportunity') as slice,
        cast(days_from_opportunity as double) as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        'days' as unit,
        cast(null as varchar) as reason
    from cycles
    union all
    select
        'M68' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        concat_ws('', deal_name, ', from first use') as slice,
        cast(days_from_first_use as double) as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        'days' as unit,
        case
            when days_from_first_use is null then 'none of them used it before'
        end as reason
    from cycles
    union all
    select
        'M91' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        concat_ws('', value_class, ' value, ARR per new account') as slice,
        cast(first_arr as double) / nullif(cast(account_count as double), 0) as value,
        cast(first_arr as double) as numerator,
        cast(account_count as double) as denominator,
        'dollars' as unit,
        cast(null as varchar) as reason
    from classes
    union all
    select
        'M79' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        concat_ws('', committee_class, ' committee, won of closed') as slice,
        cast(won_count as double) / nullif(cast(deal_count as double), 0) as value,
        cast(won_count as double) as numerator,
        cast(deal_count as double) as denominator,
        'share' as unit,
        cast(null as varchar) as reason
    from closed
    union all
    select
        'M79' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        concat_ws('', committee_class, ' committee, median days to close') as slice,
        cast(days_to_close as double) as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        'days' as unit,
        cast(null as varchar) as reason
    from closed

)

select * from final
