with months as (

    select * from {{ ref('int_growth__months') }}

),

invitations as (

    select * from {{ ref('int_growth__invitations') }}

),

event_days as (

    select * from {{ ref('int_product__event_days') }}
    where user_id is not null

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

windows as (

    select
        months.month,
        months.ends_on,
        cast({{ dbt.dateadd('day', '1 - settings.viral_days', 'months.ends_on') }} as date)
            as begins_on,
        {{ dbt.dateadd('day', 'settings.viral_days + 1', 'months.ends_on') }} <= as_of.as_of_at
            as is_mature
    from months
    cross join settings
    cross join as_of

),

active as (

    select
        windows.month,
        count(distinct event_days.user_id) as active_users
    from windows
    inner join event_days
        on
            windows.begins_on <= event_days.used_on
            and windows.ends_on >= event_days.used_on
    group by windows.month

),

called as (

    select
        windows.month,
        invitations.call_kind,
        invitations.is_accepted,
        invitations.is_other_account,
        invitations.resulting_activated_at is not null
        and invitations.resulting_activated_at
        <= {{ dbt.dateadd('day', 'settings.viral_days', 'invitations.called_at') }} as is_activated,
        cast(
            {{ dbt.datediff(
                'invitations.inviter_signed_up_at', 'invitations.resulting_activated_at', 'hour'
            ) }} as double
        ) / 24 as cycle_days
    from windows
    cross join settings
    inner join invitations
        on
            windows.begins_on <= cast(invitations.called_at as date)
            and windows.ends_on >= cast(invitations.called_at as date)

),

counted as (

    select
        month,
        count(case when call_kind = 'invite' then 1 end) as invites_sent,
        count(case when call_kind = 'invite' and is_accepted then 1 end) as invites_accepted,
        count(case when call_kind = 'exposure' then 1 end) as attributed_exposures,
        count(case when is_activated then 1 end) as activated,
        count(case when is_activated and is_other_account then 1 end) as activated_elsewhere,
        median(case when is_activated then cycle_days end) as cycle_days
    from called
    group by month

),

final as (

    select
        windows.month,
        windows.is_mature,
        coalesce(active.active_users, 0) as active_users,
        coalesce(counted.invites_sent, 0) as invites_sent,
        coalesce(counted.invites_accepted, 0) as invites_accepted,
        coalesce(counted.attributed_exposures, 0) as attributed_exposures,
        coalesce(counted.activated, 0) as activated,
        coalesce(counted.activated_elsewhere, 0) as activated_elsewhere,
        counted.cycle_days
    from windows
    left join active on windows.month = active.month
    left join counted on windows.month = counted.month

)

select * from final
