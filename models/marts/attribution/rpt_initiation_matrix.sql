with initiation as (

    select * from {{ ref('fct_revenue_event_initiation') }}

),

accounts as (

    select * from {{ ref('dim_accounts') }}

),

-- An account that was created has no dollars of its own: those of its first conversion stand in.
placed as (

    select
        initiation.*,
        cast({{ dbt.date_trunc('quarter', 'initiation.effective_on') }} as date) as quarter,
        coalesce(accounts.segment, 'unknown') as segment,
        coalesce(initiation.contract_kind = 'price_policy', false) as is_price_policy,
        case
            when initiation.stage = 'acquisition' then coalesce(initiation.later_arr, 0)
            else initiation.event_arr
        end as share_arr
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
        cast(sum(share_arr) as decimal(28, 8)) as share_arr,
        cast(sum(case when is_in_ratio then 1 else 0 end) as bigint) as ratio_events,
        cast(sum(case when is_in_ratio then share_arr else 0 end) as decimal(28, 8)) as ratio_arr,
        cast(sum(case when is_price_policy then 1 else 0 end) as bigint) as price_policy_events,
        cast(sum(case when is_product_strict then 1 else 0 end) as bigint) as strict_events,
        cast(sum(case when is_product_strict then share_arr else 0 end) as decimal(28, 8))
            as strict_arr,
        cast(sum(case when is_product_standard then 1 else 0 end) as bigint) as standard_events,
        cast(sum(case when is_product_standard then share_arr else 0 end) as decimal(28, 8))
            as standard_arr,
        cast(sum(case when is_product_broad then 1 else 0 end) as bigint) as broad_events,
        cast(sum(case when is_product_broad then share_arr else 0 end) as decimal(28, 8))
            as broad_arr
    from placed
    group by quarter, stage, segment, initiated_by

)

select * from final
