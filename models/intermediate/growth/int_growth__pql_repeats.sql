with invites as (

    select * from {{ ref('stg_product__invites') }}
    where accepted_at is not null

),

event_days as (

    select * from {{ ref('int_product__event_days') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

-- Facts of which it takes several within the window: invites, and days of one feature.
facts as (

    select
        workspace_id,
        'accepted_invites_28d' as signal,
        'invites' as fact_key,
        cast(accepted_at as date) as fact_on,
        invite_id as fact_id
    from invites
    union all
    select
        workspace_id,
        'premium_or_core_depth' as signal,
        coalesce(feature_key, event_name) as fact_key,
        used_on as fact_on,
        'day' as fact_id
    from event_days
    where is_premium_gated or is_core_feature
    group by workspace_id, coalesce(feature_key, event_name), used_on

),

facts_in_order as (

    select
        facts.*,
        row_number() over (
            partition by workspace_id, signal, fact_key
            order by fact_on asc nulls last, fact_id asc nulls last
        ) as fact_number
    from facts

),

-- From the fact that makes enough of them until the first of these leaves the window.
counted as (

    select
        last_facts.workspace_id,
        last_facts.signal,
        last_facts.fact_on as holds_from_on,
        {{ dbt.dateadd('day', 'settings.pql_window_days', 'first_facts.fact_on') }}
            as holds_until_at
    from facts_in_order as last_facts
    cross join settings
    inner join facts_in_order as first_facts
        on
            last_facts.workspace_id = first_facts.workspace_id
            and last_facts.signal = first_facts.signal
            and last_facts.fact_key = first_facts.fact_key
            and last_facts.fact_number = first_facts.fact_number - 1 + case
                when last_facts.signal = 'accepted_invites_28d' then settings.pql_min_invites
                else settings.pql_depth_days
            end

),

final as (

    select
        workspace_id,
        signal,
        holds_from_on,
        cast(holds_until_at as date) as holds_until_on
    from counted
    where cast(holds_until_at as date) > holds_from_on

)

select * from final
