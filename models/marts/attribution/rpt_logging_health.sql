with touches as (

    select * from {{ ref('fct_human_touches') }}

),

sales_orders as (

    select * from {{ ref('int_attribution__sales_orders') }}

),

crm_people as (

    select * from {{ ref('int_identity__crm_people') }}

),

months as (

    select * from {{ ref('int_revenue__months') }}

),

-- An order is its team's who opened the deal: that is known whether or not a talk was logged.
acts as (

    select
        cast({{ dbt.date_trunc('month', 'touched_at') }} as date) as month,
        coalesce(actor_team, actor_function, 'not stated') as team,
        1 as touches,
        0 as sales_orders,
        0 as talked_orders,
        0 as logged_orders,
        0 as talks
    from touches
    where source_table in ('commercial_touches', 'cs_activities')
    union all
    select
        cast({{ dbt.date_trunc('month', 'sales_orders.ordered_at') }} as date) as month,
        case
            when coalesce(crm_people.is_integration, true) then 'not stated'
            else coalesce(crm_people.team, crm_people.person_function, 'not stated')
        end as team,
        0 as touches,
        1 as sales_orders,
        case when sales_orders.has_talk then 1 else 0 end as talked_orders,
        case when sales_orders.has_talk and sales_orders.has_deal then 1 else 0 end
            as logged_orders,
        sales_orders.talk_count as talks
    from sales_orders
    left join crm_people on sales_orders.opened_by_id = crm_people.crm_user_id

),

widened as (
    {% for team in ['team', "'all'"] %}
    select
        month,
        {{ team }} as team,
        touches,
        sales_orders,
        talked_orders,
        logged_orders,
        talks
    from acts
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

monthly as (

    select
        team,
        month,
        sum(touches) as touches,
        sum(sales_orders) as sales_orders,
        sum(talked_orders) as talked_orders,
        sum(logged_orders) as logged_orders,
        sum(talks) as talks
    from widened
    group by team, month

),

all_months as (

    select month from months
    union
    select month from acts

),

-- Every month since a team's first act, so that a month without any is seen.
team_months as (

    select distinct
        monthly.team,
        all_months.month
    from monthly
    inner join all_months on monthly.month <= all_months.month

),

summed as (

    select
        cast({{ dbt.date_trunc('quarter', 'team_months.month') }} as date) as quarter,
        team_months.team,
        coalesce(sum(monthly.touches), 0) as touches,
        coalesce(sum(monthly.sales_orders), 0) as sales_orders,
        coalesce(sum(monthly.talked_orders), 0) as talked_orders,
        coalesce(sum(monthly.logged_orders), 0) as logged_orders,
        coalesce(sum(monthly.talks), 0) as talks,
        sum(case when coalesce(monthly.touches, 0) = 0 then 1 else 0 end)
            as months_without_touches
    from team_months
    left join monthly
        on team_months.team = monthly.team and team_months.month = monthly.month
    group by
        cast({{ dbt.date_trunc('quarter', 'team_months.month') }} as date), team_months.team

),

final as (

    select
        quarter,
        team,
        cast(sales_orders as bigint) as sales_orders,
        cast(talked_orders as bigint) as talked_orders,
        cast(logged_orders as bigint) as logged_orders,
        cast(talked_orders as double) / nullif(sales_orders, 0) as talked_share,
        cast(talks as double) / nullif(sales_orders, 0) as talks_per_order,
        cast(touches as bigint) as touches,
        cast(case when team <> 'not stated' then months_without_touches end as bigint)
            as months_without_touches
    from summed

)

select * from final
