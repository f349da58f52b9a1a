{{ config(materialized='view') }}

with orders as (

    select * from {{ ref('int_attribution__orders') }}

),

candidates as (

    select * from {{ ref('int_attribution__candidates') }}

),

renewals as (

    select
        account_id,
        order_id,
        ordered_at,
        is_automatic_renewal,
        {{ dbt.dateadd('day', '-lookback_days', 'ordered_at') }} as looked_from_at,
        lag(ordered_at) over (
            partition by account_id order by ordered_at asc nulls last, order_id asc nulls last
        ) as last_renewed_at
    from orders
    where is_renewal

),

-- Somebody spoke of this renewal, or the product asked for it and was answered.
worked_renewals as (

    select distinct
        renewals.account_id,
        renewals.order_id
    from renewals
    inner join candidates
        on renewals.account_id = candidates.account_id
            and renewals.ordered_at >= candidates.started_at
            and renewals.looked_from_at <= candidates.started_at
            and coalesce(renewals.last_renewed_at < candidates.started_at, true)
    where renewals.is_automatic_renewal
        and (
            (
                candidates.side in ('human', 'customer')
                and (
                    candidates.is_renewal_topic
                    or candidates.linked_order_id = renewals.order_id
                )
            )
            or (
                candidates.trigger_kind = 'prompt' and candidates.can_serve_renewals
                and candidates.is_completed
            )
        )

),

final as (

    select
        orders.account_id,
        orders.order_id,
        case
            when orders.is_agreed_before then 'agreed_before'
            when orders.is_price_policy then 'price_policy'
            else 'automatic_renewal'
        end as contract_kind
    from orders
    left join worked_renewals
        on orders.account_id = worked_renewals.account_id
            and orders.order_id = worked_renewals.order_id
    where orders.is_agreed_before
        or orders.is_price_policy
        or (orders.is_automatic_renewal and worked_renewals.order_id is null)

)

select * from final
