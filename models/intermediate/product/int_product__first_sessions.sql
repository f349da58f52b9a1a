-- depends_on: {{ ref('stg_product__landing_days') }}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
) }}

with product_events as (

    select * from {{ ref('stg_product__product_events') }}
    {%- if is_incremental() %}
    where occurred_on >= {{ first_day([first_restated_first_sessions_day(), "select"
        ~ " min(cast(visitors.starts_at as date)) as day from " ~ ref('int_product__visitors')
        ~ " as visitors left join " ~ this ~ " as known on " ~ same_visitor('known')
        ~ " where known.workspace_id is null"]) }}
    {%- endif %}

),

internal_users as (select * from {{ ref('int_product__internal_users') }}),

visitors as (select * from {{ ref('int_product__visitors') }}),

day_offsets as (
    {% for day_offset in range(5) %}
    {{ 'union all ' if not loop.first }}select {{ day_offset }} as day_offset
    {%- endfor %}

),

-- Whose first session is known, and whose first hours are as they were, is not looked up again.
unknown as (

    select * from visitors
    {%- if is_incremental() %}
    where
        not exists (
            select 1 from {{ this }} as known
            where
                known.workspace_id = visitors.workspace_id
                and known.visitor_id = visitors.visitor_id
        )
    {%- endif %}

),

wanted as (

    select
        unknown.*,
        cast({{ dbt.dateadd('day', 'day_offsets.day_offset', 'unknown.starts_at') }} as date)
            as day_on
    from unknown
    inner join day_offsets
        on
            cast({{ dbt.dateadd('day', 'day_offsets.day_offset', 'unknown.starts_at') }} as date)
            < unknown.first_hours_end_at

),

-- Only the first hours of each visitor are put in order, not all of their events.
first_hours as (

    select
        wanted.*,
        product_events.event_id,
        product_events.occurred_at,
        product_events.session_id
    from product_events
    inner join wanted
        on
            product_events.occurred_on = wanted.day_on
            and product_events.workspace_id = wanted.workspace_id
            and coalesce(product_events.user_id, product_events.anonymous_id, 'nobody')
            = wanted.visitor_id
    left join internal_users
        on
            product_events.workspace_id = internal_users.workspace_id
            and product_events.user_id = internal_users.user_id
    where
        not coalesce(product_events.is_bot, false)
        and internal_users.user_id is null
        and product_events.occurred_at < wanted.first_hours_end_at

),

followed as (

    select
        *,
        lag(occurred_at) over (
            partition by workspace_id, visitor_id
            order by occurred_at asc nulls last, event_id asc nulls last
        ) as occurred_before_at,
        lag(session_id) over (
            partition by workspace_id, visitor_id
            order by occurred_at asc nulls last, event_id asc nulls last
        ) as session_before_id
    from first_hours

),

-- Two ids say whether it is one session; where one of them is missing, the gap does.
breaks as (

    select
        *,
        case
            when occurred_before_at is null then 0
            when session_id is not null and session_before_id is not null
                then case when session_id <> session_before_id then 1 else 0 end
            when
                {{ dbt.dateadd('minute', 'session_gap_minutes', 'occurred_before_at') }}
                < occurred_at
                then 1
            else 0
        end as break_count
    from followed

),

numbered as (

    select
        *,
        sum(break_count) over (
            partition by workspace_id, visitor_id
            order by occurred_at asc nulls last, event_id asc nulls last
            rows between unbounded preceding and current row
        ) as breaks_so_far
    from breaks

),

final as (

    select
        workspace_id,
        visitor_id,
        max(user_id) as user_id,
        min(starts_at) as starts_at,
        max(occurred_at) as ends_at,
        min(first_hours_end_at) as first_hours_end_at,
        min(session_gap_minutes) as session_gap_minutes
    from numbered
    where breaks_so_far = 0
    group by workspace_id, visitor_id

)

select * from final
