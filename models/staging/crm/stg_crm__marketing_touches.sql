-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_crm__marketing_touches') }}

),

final as (

    select
        marketing_touch_id,
        touched_at,
        crm_account_id,
        email_domain,
        lead_id,
        user_id,
        workspace_id,
        campaign,
        channel,
        is_paid,
        is_branded,
        case
            when action is null then null
            when
                action in (
                    'form_submit', 'demo_request', 'content_download', 'email_click', 'visit',
                    'other'
                )
                then action
            else 'other'
        end as action
    from base
    where quarantine_reason is null

)

select * from final
