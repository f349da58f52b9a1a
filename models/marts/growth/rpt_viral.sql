with viral_months as (

    select * from {{ ref('int_growth__viral_months') }}

),

row_counts as (

    select * from {{ ref('int_inputs__row_counts') }}

),

tables as (

    select
        max(
            case
                when input_table in ('invites', 'external_exposures') and is_present then 1
                else 0
            end
        ) = 1 as has_calls
    from row_counts

),

multiplied as (

    select
        viral_months.*,
        tables.has_calls,
        case
            when tables.has_calls and viral_months.is_mature and viral_months.active_users > 0
                then 1
        end as told,
        cast(invites_sent + attributed_exposures as double) / nullif(active_users, 0)
            as calls_per_user
    from viral_months
    cross join tables

),

-- Calls per active user times the share of calls that bring an activated user. Nobody called is
-- a coefficient of zero; no table of calls is none.
final as (

    select
        month,
        told * calls_per_user
        * coalesce(cast(activated as double) / nullif(invites_sent + attributed_exposures, 0), 0)
            as k_factor,
        told * calls_per_user * coalesce(
            cast(activated_elsewhere as double) / nullif(invites_sent + attributed_exposures, 0), 0
        ) as k_factor_other_accounts,
        told * calls_per_user * coalesce(
            cast(activated - activated_elsewhere as double)
            / nullif(invites_sent + attributed_exposures, 0), 0
        ) as k_factor_within_account,
        case when has_calls then active_users end as active_users,
        case when has_calls then invites_sent end as invites_sent,
        case when has_calls then invites_accepted end as invites_accepted,
        case when has_calls then attributed_exposures end as attributed_exposures,
        case when has_calls then activated end as activated,
        cycle_days,
        is_mature,
        case
            when not has_calls then 'not applicable: needs invites or external_exposures'
            when active_users = 0 then 'nobody was active'
            when not is_mature then 'whoever was called may still become active'
        end as reason
    from multiplied

)

select * from final
