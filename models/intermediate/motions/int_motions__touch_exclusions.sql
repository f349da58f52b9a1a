with touch_accounts as (

    select * from {{ ref('int_motions__touch_accounts') }}

),

final as (

    select
        touch_id,
        source_table,
        account_id,
        touched_at,
        channel,
        exclusion_reason
    from touch_accounts
    where exclusion_reason is not null

)

select * from final
