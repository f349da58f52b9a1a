-- Everything that touched an account: product signals that somebody saw, human touches, requests of
-- the customer, marketing. A prompt is one touch, at its first moment.
with candidates as (

    select * from {{ ref('int_attribution__candidates') }}

),

marketing_touches as (

    select * from {{ ref('int_motions__marketing_touches') }}

),

combined as (

    select
        account_id,
        candidate_id as touch_key,
        side as touch_kind,
        trigger_kind as touch_type,
        started_at as touched_at
    from candidates
    where side in ('product', 'human', 'customer')
    union all
    select
        account_id,
        concat_ws(':', 'marketing', marketing_touch_id) as touch_key,
        'marketing' as touch_kind,
        case when is_paid then 'paid_marketing' else 'other_marketing' end as touch_type,
        touched_at
    from marketing_touches
    where account_id is not null
        and coalesce(action, 'other') not in ('form_submit', 'demo_request')

),

final as (

    select
        account_id,
        touch_key,
        touch_kind,
        touch_type,
        min(touched_at) as touched_at
    from combined
    group by account_id, touch_key, touch_kind, touch_type

)

select * from final
