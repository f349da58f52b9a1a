with touches as (

    select * from {{ ref('fct_human_touches') }}

),

logging_days as (

    select * from {{ ref('int_attribution__logging_days') }}

),

logged as (

    select
        cast({{ dbt.date_trunc('quarter', 'touched_at') }} as date) as quarter,
        cast({{ dbt.date_trunc('month', 'touched_at') }} as date) as touched_month,
        coalesce(actor_team, actor_function, 'not stated') as team,
        actor_id,
        account_id
    from touches
    where source_table in ('commercial_touches', 'cs_activities')

),

widened as (

    select
        quarter,
        touched_month,
        team,
        actor_id,
        account_id
    from logged
    union all
    select
        quarter,
        touched_month,
        'all' as team,
        actor_id,
        account_id
    from logged

),

counted as (

    select
        quarter,
        team,
        count(*) as touches,
        count(distinct actor_id) as people_count,
        count(distinct account_id) as account_count,
        count(distinct touched_month) as months_with_touches
    from widened
    group by quarter, team

),

-- The share of sales orders with a talk on record, as of the last day with orders in the quarter.
last_days as (

    select
        cast({{ dbt.date_trunc('quarter', 'ordered_on') }} as date) as quarter,
        max(ordered_on) as ordered_on
    from logging_days
    group by cast({{ dbt.date_trunc('quarter', 'ordered_on') }} as date)

),

final as (

    select
        counted.quarter,
        counted.team,
        cast(counted.touches as bigint) as touches,
        cast(counted.people_count as bigint) as people,
        cast(counted.account_count as bigint) as accounts_touched,
        cast(counted.months_with_touches as bigint) as months_with_touches,
        cast(counted.touches as double) / nullif(counted.people_count, 0) as touches_per_person,
        cast(counted.touches as double)
        / max(counted.touches) over (partition by counted.team) as share_of_best_quarter,
        case when counted.team = 'all' then logging_days.sales_orders end as sales_orders,
        case when counted.team = 'all' then logging_days.logged_orders end as logged_orders,
        case when counted.team = 'all' then logging_days.logging_band end as logging_band
    from counted
    left join last_days on counted.quarter = last_days.quarter
    left join logging_days on last_days.ordered_on = logging_days.ordered_on

)

select * from final
