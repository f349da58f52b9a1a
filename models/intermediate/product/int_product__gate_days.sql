with event_days as (

    select * from {{ ref('int_product__event_days') }}
    where is_premium_gated

),

entitlements as (

    select * from {{ ref('stg_product__entitlements') }}

),

attempts as (

    select
        account_id,
        workspace_id,
        product_line,
        feature_key,
        used_on,
        sum(event_count) as attempts
    from event_days
    group by account_id, workspace_id, product_line, feature_key, used_on

),

-- Who holds the right to a feature uses it; only who does not is turned away at the gate.
entitled as (

    select distinct
        attempts.workspace_id,
        attempts.feature_key,
        attempts.used_on
    from attempts
    inner join entitlements
        on
            attempts.workspace_id = entitlements.workspace_id
            and attempts.feature_key = entitlements.limit_key
            and attempts.used_on >= entitlements.valid_from
            and attempts.used_on <= coalesce(entitlements.valid_to, attempts.used_on)
    where entitlements.limit_value > 0

),

final as (

    select
        attempts.account_id,
        attempts.product_line,
        attempts.used_on,
        cast(sum(attempts.attempts) as bigint) as attempts
    from attempts
    left join entitled
        on
            attempts.workspace_id = entitled.workspace_id
            and attempts.feature_key = entitled.feature_key
            and attempts.used_on = entitled.used_on
    where entitled.used_on is null
    group by attempts.account_id, attempts.product_line, attempts.used_on

)

select * from final
