with verdicts as (

    select * from {{ ref('int_attribution__event_verdicts') }}

),

concentration as (

    select * from {{ ref('int_attribution__actor_shares') }}

),

milestones as (

    select * from {{ ref('int_product__account_milestones') }}

),

-- Value before any person acted: revenue that the product had earned by itself.
won as (

    select
        cast({{ dbt.date_trunc('quarter', 'verdicts.effective_on') }} as date) as quarter,
        sum(verdicts.event_arr) as arr,
        sum(
            case
                when
                    milestones.activated_at
                    < coalesce(verdicts.first_human_touch_at, verdicts.started_by_at)
                    then verdicts.event_arr
                else 0
            end
        ) as product_driven_arr
    from verdicts
    left join milestones on verdicts.account_id = milestones.account_id
    where
        verdicts.stage in ('conversion', 'expansion') and verdicts.event_type <> 'price_increase'
    group by cast({{ dbt.date_trunc('quarter', 'verdicts.effective_on') }} as date)

),

together as (

    select
        'M21' as metric_id,
        quarter,
        'top actors' as slice,
        cast(top_arr as double) / nullif(cast(quarter_arr as double), 0) as value,
        cast(top_arr as double) as numerator,
        cast(quarter_arr as double) as denominator
    from concentration
    union all
    select
        'M21' as metric_id,
        quarter,
        'Herfindahl index' as slice,
        cast(herfindahl as double) as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator
    from concentration
    union all
    select
        'M95' as metric_id,
        quarter,
        'all' as slice,
        cast(product_driven_arr as double) / nullif(cast(arr as double), 0) as value,
        cast(product_driven_arr as double) as numerator,
        cast(arr as double) as denominator
    from won

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
        'share' as unit,
        value is not null as is_measurable,
        case when value is null then 'no such revenue in the quarter' end as reason
    from together

)

select * from final
