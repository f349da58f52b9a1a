-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_config__event_catalog') }}

),

final as (

    select
        event_name,
        feature_key,
        use_case_key,
        product_line,
        event_kind,
        is_value_event,
        is_core_feature,
        is_premium_gated,
        is_vanity,
        value_weight
    from base
    where quarantine_reason is null

)

select * from final
