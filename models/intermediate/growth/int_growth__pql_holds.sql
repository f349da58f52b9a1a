with repeats as (

    select * from {{ ref('int_growth__pql_repeats') }}

),

event_days as (

    select * from {{ ref('int_product__event_days') }}

),

limit_holds as (

    select * from {{ ref('int_product__limit_holds') }}

),

prompts as (

    select * from {{ ref('stg_product__in_product_prompts') }}
    where prompt_type in ('checkout_start', 'contact_sales')

),

high_usage as (

    select * from {{ ref('int_growth__high_usage') }}

),

milestones as (

    select * from {{ ref('int_product__workspace_milestones') }}

),

signups as (

    select * from {{ ref('int_growth__signups') }}

),

thresholds as (

    select * from {{ ref('int_config__parameters') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

-- One fact that holds for some days of its own. Activity gives no points; it is what makes a
-- workspace recent.
facts as (

    select
        workspace_id,
        'limit_proximity' as signal,
        holds_from_on as fact_on
    from limit_holds
    union all
    select
        workspace_id,
        'intent_view' as signal,
        cast(acted_at as date) as fact_on
    from prompts
    union all
    select
        workspace_id,
        case when event_kind = 'pricing_view' then 'intent_view' else 'activity' end as signal,
        used_on as fact_on
    from event_days
    union all
    select
        workspace_id,
        'activity' as signal,
        used_on as fact_on
    from event_days
    where event_kind = 'pricing_view'

),

lasting as (

    select
        facts.workspace_id,
        facts.signal,
        facts.fact_on as holds_from_on,
        case facts.signal
            when 'limit_proximity' then settings.pql_limit_peak_days
            when 'intent_view' then settings.pql_window_days
            else settings.pql_recent_days
        end as holds_days
    from facts
    cross join settings
    group by
        facts.workspace_id,
        facts.signal,
        facts.fact_on,
        settings.pql_limit_peak_days,
        settings.pql_window_days,
        settings.pql_recent_days

),

final as (

    select
        workspace_id,
        signal,
        holds_from_on,
        holds_until_on
    from repeats
    union all
    select
        workspace_id,
        signal,
        holds_from_on,
        cast({{ dbt.dateadd('day', 'holds_days', 'holds_from_on') }} as date) as holds_until_on
    from lasting
    union all
    select
        workspace_id,
        'engagement_top' as signal,
        changed_on as holds_from_on,
        changes_next_on as holds_until_on
    from high_usage
    union all
    select
        signups.workspace_id,
        'activated_in_window' as signal,
        cast(milestones.activated_at as date) as holds_from_on,
        cast(null as date) as holds_until_on
    from signups
    cross join thresholds
    inner join milestones on signups.workspace_id = milestones.workspace_id
    where
        milestones.activated_at
        <= {{ dbt.dateadd('day', 'thresholds.act_window_days', 'signups.signed_up_at') }}

)

select * from final
