-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_crm__crm_users') }}

),

final as (

    select
        crm_user_id,
        case
            when function is null then null
            when
                function in (
                    'sales', 'success', 'support', 'marketing', 'founder', 'partner', 'other'
                )
                then function
            else 'other'
        end as function,
        team,
        is_integration
    from base
    where quarantine_reason is null

)

select * from final
