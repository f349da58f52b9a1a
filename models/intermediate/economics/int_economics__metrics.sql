with quarters as (

    select * from {{ ref('int_economics__board_quarters') }}

),

capacity as (

    select * from {{ ref('int_economics__capacity_quarters') }}

),

parameter_values as (

    select * from {{ ref('int_config__parameter_values') }}

),

band as (

    select
        cast(max(case when parameter = 'fit_band_min' then value end) as double) * 1000000
            as min_arr,
        cast(max(case when parameter = 'fit_band_max' then value end) as double) * 1000000
            as max_arr
    from parameter_values

),

together as (

    select
        'M20' as metric_id,
        quarter,
        'accounts' as slice,
        accounts_per_facing_fte as value,
        cast(paying_accounts as double) as numerator,
        cast(customer_facing_fte as double) as denominator,
        'accounts' as unit,
        'no people of sales, success or support are known' as why_not
    from quarters
    union all
    select
        'M20' as metric_id,
        quarter,
        'ARR' as slice,
        arr_per_facing_fte as value,
        cast(arr as double) as numerator,
        cast(customer_facing_fte as double) as denominator,
        'dollars' as unit,
        'no people of sales, success or support are known' as why_not
    from quarters
    union all
    select
        'M94' as metric_id,
        quarters.quarter,
        case
            when quarters.arr < band.min_arr then 'below'
            when quarters.arr > band.max_arr then 'above'
            else 'within'
        end as slice,
        cast(quarters.arr as double) as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        'dollars' as unit,
        'no ARR is known' as why_not
    from quarters
    cross join band
    union all
    select
        'M108' as metric_id,
        quarter,
        function as slice,
        fte_per_million as value,
        cast(added_fte as double) as numerator,
        cast(net_new_arr as double) / 1000000 as denominator,
        'people' as unit,
        coalesce(reason, 'people or ARR of a year before are not known') as why_not
    from capacity

),

final as (

    select
        metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        slice,
        value,
        numerator,
        denominator,
        unit,
        value is not null as is_measurable,
        case when value is null then why_not end as reason
    from together

)

select * from final
