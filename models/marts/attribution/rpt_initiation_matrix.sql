with initiation as (

    select * from {{ ref('fct_revenue_event_initiation') }}

),

accounts as (

    select * from {{ ref('dim_accounts') }}

),

placed as (

    select
        initiation.*,
        cast({{ dbt.date_trunc('quarter', 'initiation.effective_on') }} as date) as quarter,
        coalesce(accounts.segment, 'unknown') as segment,
        coalesce(initiation.contract_kind = 'price_policy', false) as is_price_policy,
        initiation.initiation = 'human_started_product_informed' as is_product_informed,
        initiation.stage = 'acquisition' and initiation.later_arr is null as is_too_young
    from initiation
    left join accounts on initiation.account_id = accounts.account_id

),

final as (

    select
        quarter,
        stage,
        segment,
        initiated_by,
        count(*) as events,
        cast(sum(event_arr) as decimal(28, 8)) as arr,
        cast(sum(case when is_in_ratio then 1 else 0 end) as bigint) as ratio_events,
        cast(sum(case when is_in_ratio then event_arr else 0 end) as decimal(28, 8))
            as ratio_arr,
        cast(sum(case when is_price_policy then 1 else 0 end) as bigint) as price_policy_events,
        cast(sum(case when is_price_policy then event_arr else 0 end) as decimal(28, 8))
            as price_policy_arr,
        cast(sum(case when is_product_informed then 1 else 0 end) as bigint)
            as product_informed_events,
        cast(sum(case when is_product_informed then event_arr else 0 end) as decimal(28, 8))
            as product_informed_arr,
        cast(sum(case when is_product_strict then 1 else 0 end) as bigint) as strict_events,
        cast(sum(case when is_product_strict then event_arr else 0 end) as decimal(28, 8))
            as strict_arr,
        cast(sum(case when is_product_standard then 1 else 0 end) as bigint) as standard_events,
        cast(sum(case when is_product_standard then event_arr else 0 end) as decimal(28, 8))
            as standard_arr,
        cast(sum(case when is_product_broad then 1 else 0 end) as bigint) as broad_events,
        cast(sum(case when is_product_broad then event_arr else 0 end) as decimal(28, 8))
            as broad_arr,
        cast(
            sum(case when is_in_ratio then coalesce(later_arr, 0) else 0 end) as decimal(28, 8)
        ) as later_arr,
        cast(sum(case when is_in_ratio and is_too_young then 1 else 0 end) as bigint)
            as events_too_young
    from placed
    group by quarter, stage, segment, initiated_by

)

select * from final
