with quarters as (

    select * from {{ ref('int_growth__acquisition_quarters') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

told as (

    select
        quarters.*,
        settings.spend_cut_alert,
        coalesce(sales_amount, 0) + coalesce(marketing_amount, 0) + coalesce(growth_amount, 0)
        + coalesce(onboarding_amount, 0) + coalesce(success_amount, 0) as all_amount,
        coalesce(growth_amount, 0) + coalesce(onboarding_amount, 0) as activation_amount,
        coalesce(sales_amount, 0) + coalesce(marketing_amount, 0) + coalesce(growth_amount, 0)
            as selling_amount
    from quarters
    cross join settings

),

final as (

    select
        'M71' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        'sales' as slice,
        cast(sales_amount as double) / nullif(cast(all_amount as double), 0) as value,
        cast(sales_amount as double) as numerator,
        cast(all_amount as double) as denominator,
        'share' as unit,
        cast(null as varchar) as reason
    from told
    where is_complete
    union all
    select
        'M71' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        'marketing' as slice,
        cast(marketing_amount as double) / nullif(cast(all_amount as double), 0) as value,
        cast(marketing_amount as double) as numerator,
        cast(all_amount as double) as denominator,
        'share' as unit,
        cast(null as varchar) as reason
    from told
    where is_complete
    union all
    select
        'M71' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        'product and onboarding' as slice,
        cast(activation_amount as double) / nullif(cast(all_amount as double), 0) as value,
        cast(activation_amount as double) as numerator,
        cast(all_amount as double) as denominator,
        'share' as unit,
        cast(null as varchar) as reason
    from told
    where is_complete
    union all
    select
        'M71' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        'success' as slice,
        cast(success_amount as double) / nullif(cast(all_amount as double), 0) as value,
        cast(success_amount as double) as numerator,
        cast(all_amount as double) as denominator,
        'share' as unit,
        cast(null as varchar) as reason
    from told
    where is_complete
    union all
    select
        'M71' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        'cost-cut trap: sales cut while onboarding did not grow' as slice,
        case
            when
                sales_amount < (1 - spend_cut_alert) * sales_year_ago
                and coalesce(onboarding_amount, 0) <= coalesce(onboarding_year_ago, 0)
                then cast(1 as double)
            else cast(0 as double)
        end as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        'flag' as unit,
        cast(null as varchar) as reason
    from told
    where is_complete and sales_year_ago is not null
    union all
    select
        'M72' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        'onboarding and growth over sales, marketing and growth' as slice,
        cast(activation_amount as double) / nullif(cast(selling_amount as double), 0) as value,
        cast(activation_amount as double) as numerator,
        cast(selling_amount as double) as denominator,
        'share' as unit,
        cast(null as varchar) as reason
    from told
    where is_complete

)

select * from final
