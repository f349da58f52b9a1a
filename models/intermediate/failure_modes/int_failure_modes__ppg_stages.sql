with shares as (

    select * from {{ ref('int_failure_modes__ppg_shares') }}

),

thresholds as (

    select * from {{ ref('int_failure_modes__ppg_thresholds') }}

),

scenario_months as (

    select * from {{ ref('int_failure_modes__scenario_months') }}
    where failure_mode = 'product_passive_growth'

),

-- A stage is passive where the product starts less than share_max of its events.
staged as (

    select
        scenario_months.scenario_id,
        scenario_months.is_base,
        shares.as_of_month,
        shares.peer_group,
        shares.stage,
        shares.standard_share_of_events as share,
        shares.standard_share_of_events < thresholds.share_max as is_passive
    from scenario_months
    inner join shares on scenario_months.as_of_month = shares.as_of_month
    inner join thresholds on scenario_months.scenario_id = thresholds.scenario_id

),

pivoted as (

    select
        scenario_id,
        is_base,
        as_of_month,
        peer_group,
        max(case when stage = 'all' then share end) as product_share,
        bool_or(case when stage = 'all' then is_passive end) as is_share_low,
        count(case when stage <> 'all' then share end) as measured_stages,
        sum(case when stage <> 'all' and is_passive then 1 else 0 end) as passive_stages,
        sum(case when stage in ('acquisition', 'conversion') and not is_passive then 1 else 0 end)
            as active_front,
        sum(case when stage in ('expansion', 'retention') and not is_passive then 1 else 0 end)
            as active_back,
        count(case when stage in ('expansion', 'retention') then share end) as measured_back
    from staged
    group by scenario_id, is_base, as_of_month, peer_group

),

final as (

    select
        scenario_id,
        is_base,
        as_of_month,
        peer_group,
        product_share,
        is_share_low,
        cast(measured_stages as bigint) as measured_stages,
        cast(passive_stages as bigint) as passive_stages,
        case
            when measured_stages = 0 then null
            when passive_stages = measured_stages then 'passive_everywhere'
            when passive_stages = 0 then 'active'
            when active_front > 0 and measured_back > 0 and active_back = 0 then 'plg_front_only'
            else 'partly_active'
        end as grade
    from pivoted

)

select * from final
