with bridge as (

    select * from {{ ref('int_identity__bridge') }}

),

final as (

    select
        source_system,
        source_id,
        account_id,
        match_method,
        match_confidence,
        match_rule,
        match_reason,
        is_quarantined,
        quarantine_reason
    from bridge

)

select * from final
