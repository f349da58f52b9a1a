{{ config(materialized='view') }}

with change_pieces as (

    select * from {{ ref('int_revenue__change_pieces') }}

),

renewals as (

    select * from {{ ref('int_revenue__renewals') }}

),

changes as (

    select * from {{ ref('int_revenue__changes') }}

),

-- Growth of every kind; what shrinks and what currencies do is nobody's event.
growth as (

    select
        change_id,
        subscription_id,
        account_id,
        product_line,
        moved_on as effective_on,
        case
            when movement_type = 'new' then 'conversion'
            when movement_type = 'reactivation' then 'reactivation'
            when movement_type = 'price' then 'price_increase'
            when driver = 'seats' then 'expansion_seats'
            when driver = 'tier' then 'expansion_tier'
            when driver = 'usage' then 'expansion_usage'
            else 'expansion_addon'
        end as event_type,
        cast(mrr_delta * 12 as decimal(28, 8)) as event_arr,
        case when row_kind <> 'change' then 'system' end as made_by,
        arr_basis = 'usage' as is_metered
    from change_pieces
    where movement_type in ('new', 'reactivation', 'price', 'expansion')

),

combined as (

    select
        change_id,
        subscription_id,
        account_id,
        product_line,
        effective_on,
        event_type,
        event_arr,
        made_by,
        is_metered
    from growth
    union all
    select
        change_id,
        subscription_id,
        account_id,
        product_line,
        renewed_on as effective_on,
        'renewal' as event_type,
        renewed_arr as event_arr,
        case when renewal_kind = 'unspoken' then 'system' end as made_by,
        false as is_metered
    from renewals

),

final as (

    select
        combined.change_id,
        combined.account_id,
        combined.product_line,
        coalesce(
            changes.order_id,
            concat_ws(
                '', coalesce(combined.subscription_id, combined.product_line), ':',
                cast(combined.effective_on as varchar)
            )
        ) as order_id,
        combined.event_type,
        changes.ordered_at,
        combined.effective_on,
        combined.event_arr,
        combined.is_metered,
        changes.order_id is not null as has_stated_order,
        coalesce(nullif(changes.order_channel, 'unknown'), combined.made_by) as stated_channel
    from combined
    left join changes on combined.change_id = changes.change_id

)

select * from final
