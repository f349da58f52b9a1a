{{ config(materialized='view') }}

with scenarios as (

    select * from {{ ref('initiation_scenarios') }}

),

final as (

    select
        scenario_id,
        concat_ws('|', coalesce(cast(lookback_days as varchar), 'by_stage'), touch_definition)
            as evidence_key,
        lookback_days,
        tie_rule,
        touch_definition,
        is_base
    from scenarios
    where is_base or {{ 'true' if var('sweep_initiation') else 'false' }}

)

select * from final
