with row_counts as (

    select * from {{ ref('int_inputs__row_counts') }}

),

pql_points as (

    select * from {{ ref('int_config__pql_points') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

tables as (

    select
        min(
            case
                when input_table in ('product_events', 'event_catalog') and not is_present then 0
                else 1
            end
        ) = 1 as has_events,
        min(case when input_table = 'invites' and not is_present then 0 else 1 end) = 1
            as has_invites,
        min(
            case
                when input_table in ('usage_meters', 'entitlements') and not is_present then 0
                else 1
            end
        ) = 1 as has_limits
    from row_counts

),

-- The points of signals whose tables are there.
reachable as (

    select
        sum(case
            when pql_points.signal = 'accepted_invites_28d' and not tables.has_invites then 0
            when pql_points.signal = 'limit_proximity' and not tables.has_limits then 0
            when not tables.has_events then 0
            else pql_points.points
        end) as points
    from pql_points
    cross join tables

),

final as (

    select
        tables.has_events,
        cast(coalesce(reachable.points, 0) as bigint) as reachable_points,
        coalesce(reachable.points, 0) >= settings.pql_cut as is_pql_reachable,
        case when not tables.has_events then 'needs product_events and event_catalog' end
            as events_reason,
        case
            when coalesce(reachable.points, 0) < settings.pql_cut
                then
                    concat_ws(
                        '',
                        'the cut is out of reach: at most ',
                        cast(coalesce(reachable.points, 0) as varchar),
                        ' points without ',
                        concat_ws(
                            ', ',
                            case when not tables.has_events then 'product_events' end,
                            case when not tables.has_invites then 'invites' end,
                            case when not tables.has_limits then 'usage_meters, entitlements' end
                        )
                    )
        end as pql_reason
    from tables
    cross join reachable
    cross join settings

)

select * from final
