with network_signups as (

    select * from {{ ref('int_growth__network_signups') }}

),

invitations as (

    select * from {{ ref('int_growth__invitations') }}
    where resulting_user_id is not null

),

signups as (

    select
        month,
        count(case when is_network then 1 end) as network_count,
        count(case when is_referred then 1 end) as referred_count,
        count(case when is_referred and activated_at is not null then 1 end)
            as referred_activated_count,
        count(case when is_referred and first_paid_at is not null then 1 end)
            as referred_paid_count,
        count(*) as account_count
    from network_signups
    group by month

),

-- An advocate is an account one of whose calls brought an account that pays.
advocates as (

    select
        cast({{ dbt.date_trunc('month', 'invitations.called_at') }} as date) as month,
        count(distinct invitations.account_id) as advocate_count
    from invitations
    inner join network_signups
        on invitations.resulting_account_id = network_signups.account_id
    where invitations.is_other_account and network_signups.first_paid_at is not null
    group by cast({{ dbt.date_trunc('month', 'invitations.called_at') }} as date)

),

final as (

    select
        {{ figure(
            "'M64'", 'month', "month", "'all'", 'share', numerator="network_count",
            denominator="account_count"
        ) }}
    from signups
    union all
    select
        {{ figure(
            "'M66'", 'month', "month", "'referred sign-ups'", 'count', value="referred_count"
        ) }}
    from signups
    union all
    select
        {{ figure(
            "'M66'", 'month', "month", "'referred sign-ups, activated'", 'share',
            numerator="referred_activated_count", denominator="referred_count",
            reason="case when referred_count = 0 then 'nobody was referred' end"
        ) }}
    from signups
    union all
    select
        {{ figure(
            "'M66'", 'month', "month", "'referred sign-ups, paid so far'", 'share',
            numerator="referred_paid_count", denominator="referred_count",
            reason="case when referred_count = 0 then 'nobody was referred' end"
        ) }}
    from signups
    union all
    select
        {{ figure(
            "'M66'", 'month', "month", "'accounts with a converting call'", 'count',
            value="advocate_count"
        ) }}
    from advocates

)

select * from final
