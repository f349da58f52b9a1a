with signal_accounts as (

    select * from {{ ref('int_product__signal_accounts') }}

),

final as (

    select
        signal_id,
        source_table,
        source_id,
        workspace_id,
        crm_account_id,
        signal_type,
        origin,
        signalled_at,
        exclusion_reason
    from signal_accounts
    where exclusion_reason is not null

)

select * from final
