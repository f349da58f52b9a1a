with quarters as (

    select * from {{ ref('int_failure_modes__eo_quarters') }}

),

event_verdicts as (

    select * from {{ ref('int_attribution__event_verdicts') }}
    where event_type in (
            'expansion_seats', 'expansion_tier', 'expansion_usage', 'expansion_addon'
        )

),

expansions as (

    select * from {{ ref('int_failure_modes__eo_expansions') }}

),

retention_accounts as (

    select * from {{ ref('int_revenue__retention_accounts') }}
    where is_in_cohort

),

classified as (

    select
        cast({{ dbt.date_trunc('quarter', 'effective_on') }} as date) as quarter,
        sum(event_arr) as known_arr,
        sum(case when initiated_by = 'product' then event_arr else 0 end) as product_arr
    from event_verdicts
    where is_in_ratio
    group by cast({{ dbt.date_trunc('quarter', 'effective_on') }} as date)

),

expanded as (

    select
        cast({{ dbt.date_trunc('quarter', 'expanded_on') }} as date) as quarter,
        sum(expansion_arr) as expansion_arr
    from expansions
    group by cast({{ dbt.date_trunc('quarter', 'expanded_on') }} as date)

),

retained as (

    select
        month,
        sum(opening_arr) as opening_arr,
        sum(closing_arr) as closing_arr
    from retention_accounts
    group by month

),

final as (

    select
        quarters.quarter,
        quarters.as_of_month,
        cast(coalesce(expanded.expansion_arr, 0) as decimal(28, 8)) as expansion_arr,
        cast(classified.product_arr as double) / nullif(classified.known_arr, 0)
            as product_started_share,
        cast(retained.closing_arr as double) / nullif(retained.opening_arr, 0) as nrr
    from quarters
    left join classified on quarters.quarter = classified.quarter
    left join expanded on quarters.quarter = expanded.quarter
    left join retained on quarters.as_of_month = retained.month

)

select * from final
