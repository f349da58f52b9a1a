with initiation as (

    select * from {{ ref('fct_revenue_event_initiation') }}

),

claimed_sources as (

    select * from {{ ref('int_attribution__claimed_sources') }}

),

final as (

    select
        coalesce(claimed_sources.claimed_source, 'no opportunity') as claimed_source,
        initiation.initiated_by,
        count(*) as events,
        cast(sum(initiation.event_arr) as decimal(28, 8)) as arr
    from initiation
    left join claimed_sources
        on initiation.account_id = claimed_sources.account_id
            and initiation.order_id = claimed_sources.order_id
    group by coalesce(claimed_sources.claimed_source, 'no opportunity'), initiation.initiated_by

)

select * from final
