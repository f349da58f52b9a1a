with value_reached as (

    select * from {{ ref('int_failure_modes__cbh_value_reached') }}
    where not is_bought_before

),

account_acts as (

    select * from {{ ref('int_failure_modes__cbh_account_acts') }}

),

settings as (

    select * from {{ ref('int_failure_modes__cbh_settings') }}

),

matched as (

    select
        value_reached.account_id,
        value_reached.product_line,
        value_reached.value_reached_at,
        account_acts.act_kind,
        account_acts.motion_kind,
        account_acts.act_id,
        account_acts.actor_kind,
        account_acts.open_until_on,
        account_acts.act_at
    from value_reached
    inner join account_acts
        on value_reached.account_id = account_acts.account_id
            and (
                value_reached.product_line = 'all'
                or coalesce(account_acts.product_line, value_reached.product_line)
                = value_reached.product_line
            )
            and coalesce(value_reached.bought_at >= account_acts.act_at, true)

),

final as (

    select
        matched.account_id,
        matched.product_line,
        matched.act_kind,
        matched.motion_kind,
        matched.act_id,
        matched.actor_kind,
        case
            when matched.act_kind = 'open_deal' then matched.value_reached_at else matched.act_at
        end as act_at
    from matched
    cross join settings
    where (
        matched.act_kind <> 'open_deal'
        and {{ dbt.dateadd('day', 'settings.widest_prior_motion_days', 'matched.act_at') }}
        >= matched.value_reached_at
    )
    or (
        matched.act_kind = 'open_deal'
        and matched.act_at < matched.value_reached_at
        and matched.open_until_on >= cast(matched.value_reached_at as date)
    )

)

select * from final
