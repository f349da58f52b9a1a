with sums as (

    select * from {{ ref('int_growth__account_segments') }}

),

final as (

    select
        {{ figure(
            "'M58'", 'as_of', "as_of_on", "'accounts near a limit'", 'share',
            numerator="near_limit_count", denominator="limit_count", segment="scope_name"
        ) }}
    from sums
    union all
    select
        {{ figure(
            "'M58'", 'as_of', "as_of_on", "'median of the greatest use over limit'", 'ratio',
            value="limit_median", segment="scope_name",
            reason="case when limit_count = 0 then 'not applicable: no limit is metered' end"
        ) }}
    from sums
    union all
    select
        {{ figure(
            "'M59'", 'as_of', "as_of_on", "'median active days'", 'days', value="days_median",
            segment="scope_name"
        ) }}
    from sums
    union all
    select
        {{ figure(
            "'M59'", 'as_of', "as_of_on", "'daily over monthly active users'", 'ratio',
            numerator="user_days", denominator="possible_user_days", segment="scope_name"
        ) }}
    from sums
    union all
    select
        {{ figure(
            "'M60'", 'as_of', "as_of_on", "'core features that two users use, per core feature'",
            'share', numerator="adopted_features", denominator="core_features",
            segment="scope_name"
        ) }}
    from sums
    union all
    select
        {{ figure(
            "'M61'", 'as_of', "as_of_on", "'invites sent per account'", 'count',
            numerator="invites_sent", denominator="account_count", segment="scope_name"
        ) }}
    from sums
    union all
    select
        {{ figure(
            "'M61'", 'as_of', "as_of_on", "'invites accepted per account'", 'count',
            numerator="invites_accepted", denominator="account_count", segment="scope_name"
        ) }}
    from sums
    union all
    select
        {{ figure(
            "'M62'", 'as_of', "as_of_on", "'active days per active user, for information'",
            'days', numerator="user_days", denominator="active_users", segment="scope_name"
        ) }}
    from sums

)

select * from final
