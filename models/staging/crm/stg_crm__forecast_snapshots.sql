-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_crm__forecast_snapshots') }}

),

final as (

    select
        snapshot_on,
        crm_account_id,
        opportunity_id,
        case
            when category is null then null
            when
                category in (
                    'omitted', 'pipeline', 'best_case', 'commit', 'closed', 'other'
                )
                then category
            else 'other'
        end as category,
        amount,
        is_risk
    from base
    where quarantine_reason is null

)

select * from final
