with renewals as (

    select * from {{ ref('int_revenue__renewals') }}

),

terms as (

    select * from {{ ref('int_revenue__terms') }}

),

spans as (

    select * from {{ ref('int_revenue__subscription_spans') }}

),

account_concessions as (

    select * from {{ ref('int_economics__account_concessions') }}
    where coalesce(is_renewal, true)

),

settings as (

    select * from {{ ref('int_failure_modes__bn_settings') }}

),

sequenced as (

    select
        change_id,
        subscription_id,
        ordered_at,
        term_months,
        lag(known_ends_on) over (
            partition by subscription_id
            order by booked_on asc nulls last, ordered_at asc nulls first, change_id asc nulls last
        ) as earlier_ends_on,
        lag(term_months) over (
            partition by subscription_id
            order by booked_on asc nulls last, ordered_at asc nulls first, change_id asc nulls last
        ) as earlier_months,
        known_ends_on,
        row_number() over (
            partition by subscription_id
            order by booked_on desc nulls last, ordered_at desc nulls last, change_id desc nulls last
        ) as recency
    from terms

),

-- The term before: of the same subscription, or of the one that it goes on from.
dated as (

    select
        renewals.*,
        own.ordered_at,
        own.term_months,
        coalesce(own.earlier_ends_on, predecessor.known_ends_on) as term_ended_on,
        coalesce(own.earlier_months, predecessor.term_months) as term_months_before
    from renewals
    left join sequenced as own
        on renewals.change_id = own.change_id and renewals.renewal_kind <> 'unspoken'
    left join spans
        on renewals.subscription_id = spans.subscription_id
            and renewals.renewal_kind = 'continued'
    left join sequenced as predecessor
        on spans.predecessor_id = predecessor.subscription_id and predecessor.recency = 1

),

granted as (

    select
        dated.change_id,
        min(account_concessions.granted_on) as concession_on,
        sum(account_concessions.amount) as concession_amount
    from dated
    cross join settings
    inner join account_concessions
        on dated.account_id = account_concessions.account_id
            and {{ dbt.datediff('account_concessions.granted_on', 'dated.renewed_on', 'day') }}
            <= settings.window_days
            and {{ dbt.datediff('dated.renewed_on', 'account_concessions.granted_on', 'day') }}
            <= settings.bn_on_time_days
    group by dated.change_id

),

-- What renews without a word is on time and for the same term.
final as (

    select
        dated.change_id,
        dated.subscription_id,
        dated.account_id,
        dated.renewed_on,
        dated.renewed_arr,
        granted.concession_on,
        cast(coalesce(granted.concession_amount, 0) as decimal(28, 8)) as concession_amount,
        case
            when dated.renewal_kind = 'unspoken' then true
            when dated.term_ended_on is not null
                then
                    {{ dbt.datediff(
                        'dated.term_ended_on',
                        'coalesce(cast(dated.ordered_at as date), dated.renewed_on)', 'day'
                    ) }} <= settings.bn_on_time_days
        end as is_on_time,
        case
            when dated.renewal_kind = 'unspoken' then true
            when dated.term_months is not null and dated.term_months_before is not null
                then dated.term_months >= dated.term_months_before
        end as is_term_kept
    from dated
    cross join settings
    left join granted on dated.change_id = granted.change_id

)

select * from final
