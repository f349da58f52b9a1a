with profiles as (

    select * from {{ ref('int_identity__account_profiles') }}
    where not coalesce(is_internal, false)

),

recent_use as (

    select * from {{ ref('int_product__recent_use') }}

),

invites as (

    select * from {{ ref('stg_product__invites') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

computed_holds as (

    select * from {{ ref('int_product__computed_holds') }}
    where signal_type in ('limit_proximity', 'seat_saturation')

),

context_touches as (

    select * from {{ ref('int_failure_modes__context_touches') }}

),

row_counts as (

    select * from {{ ref('int_inputs__row_counts') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

invite_sums as (

    select
        workspace_accounts.account_id,
        count(*) as invites_sent
    from invites
    inner join workspace_accounts on invites.workspace_id = workspace_accounts.workspace_id
    cross join as_of
    cross join parameters
    where
        cast(invites.sent_at as date) <= as_of.as_of_on
        and cast(invites.sent_at as date)
        > {{ dbt.dateadd('day', '-parameters.active_user_days', 'as_of.as_of_on') }}
    group by workspace_accounts.account_id

),

-- The latest reading of each limit that was near within the days, and seats in use to the last.
limits_of_late as (

    select
        computed_holds.account_id,
        computed_holds.evidence,
        computed_holds.holds_from_on,
        row_number() over (
            partition by computed_holds.account_id, computed_holds.subject
            order by computed_holds.holds_from_on desc nulls last
        ) as recency
    from computed_holds
    cross join as_of
    cross join parameters
    where
        computed_holds.holds_from_on <= as_of.as_of_on
        and coalesce(computed_holds.holds_until_on, as_of.as_of_on)
        > {{ dbt.dateadd('day', '-parameters.active_user_days', 'as_of.as_of_on') }}

),

limits as (

    select
        account_id,
        {{ dbt.listagg(
            'evidence', "'; '", 'order by holds_from_on desc nulls last, evidence asc nulls last'
        ) }}
            as limits_near
    from limits_of_late
    where recency = 1
    group by account_id

),

final as (

    select
        profiles.account_id,
        recent_use.features_used,
        recent_use.teams_active,
        recent_use.active_days_per_user,
        case
            when row_counts.is_present then cast(coalesce(invite_sums.invites_sent, 0) as bigint)
        end as invites_28d,
        limits.limits_near,
        context_touches.last_touch_at,
        context_touches.past_touches
    from profiles
    left join row_counts on row_counts.input_table = 'invites'
    left join recent_use on profiles.account_id = recent_use.account_id
    left join invite_sums on profiles.account_id = invite_sums.account_id
    left join limits on profiles.account_id = limits.account_id
    left join context_touches on profiles.account_id = context_touches.account_id

)

select * from final
