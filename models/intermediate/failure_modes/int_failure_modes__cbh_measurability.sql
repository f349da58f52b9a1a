with row_counts as (

    select * from {{ ref('int_inputs__row_counts') }}

),

event_catalog as (

    select * from {{ ref('stg_config__event_catalog') }}

),

tables as (

    select
        is_present,
        case
            when input_table in ('subscription_changes', 'subscription_snapshots', 'invoice_lines')
                then 'subscription_changes'
            else input_table
        end as need
    from row_counts
    where
        input_table in ('workspaces', 'product_events', 'event_catalog', 'subscriptions')
        or input_table in ('subscription_changes', 'subscription_snapshots', 'invoice_lines')
        or input_table in ('opportunities', 'commercial_touches')

),

-- A need is met by any one of the tables that serve it.
needs as (

    select
        need,
        max(case when is_present then 1 else 0 end) as is_met
    from tables
    group by need

),

value_defined as (

    select
        'event_catalog' as need,
        max(case when is_value_event then 1 else 0 end) as is_met
    from event_catalog

),

unmet as (

    select need
    from needs
    where is_met = 0
    union
    select need
    from value_defined
    where coalesce(is_met, 0) = 0

),

final as (

    select
        count(*) = 0 as is_measurable,
        {{ dbt.listagg('need', "', '", 'order by need nulls last') }} as missing_inputs
    from unmet

)

select * from final
