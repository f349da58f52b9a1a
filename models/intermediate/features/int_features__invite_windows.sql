with invites as (

    select * from {{ ref('stg_product__invites') }}

),

as_of_days as (

    select * from {{ ref('int_features__as_of_days') }}

),

-- Sending and accepting are two facts with two days.
acts as (

    select
        workspace_id,
        cast(sent_at as date) as acted_on,
        1 as sent,
        0 as accepted
    from invites
    union all
    select
        workspace_id,
        cast(accepted_at as date) as acted_on,
        0 as sent,
        1 as accepted
    from invites
    where accepted_at is not null

),

final as (

    select
        acts.workspace_id,
        as_of_days.as_of_on,
        cast(sum(acts.sent) as bigint) as invites_sent,
        cast(sum(acts.accepted) as bigint) as invites_accepted,
        max(acts.acted_on) as latest_fact_on
    from acts
    inner join as_of_days on acts.acted_on = as_of_days.day_on
    group by acts.workspace_id, as_of_days.as_of_on

)

select * from final
