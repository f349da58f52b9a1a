with marketing_touches as (

    select * from {{ ref('int_motions__marketing_touches') }}

),

final as (

    select
        marketing_touch_id,
        crm_account_id,
        workspace_id,
        email_domain,
        touched_at,
        action
    from marketing_touches
    where action in ('form_submit', 'demo_request')

)

select * from final
