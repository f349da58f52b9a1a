-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_config__signal_catalog') }}

),

final as (

    select
        signal_type,
        stage,
        failure_mode,
        case
            when kind is null then null
            when kind in ('value_proof', 'risk_flag', 'readiness', 'limit', 'other') then kind
            else 'other'
        end as kind,
        play_key,
        is_live,
        live_from
    from base
    where quarantine_reason is null

)

select * from final
