with accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

transitions as (

    select * from {{ ref('int_revenue__transitions') }}

),

spans as (

    select * from {{ ref('int_revenue__subscription_spans') }}

),

terms as (

    select * from {{ ref('int_revenue__terms') }}

),

settings as (

    select * from {{ ref('int_failure_modes__hu_settings') }}

),

subscription_days as (

    select
        transitions.subscription_id,
        transitions.account_id,
        transitions.product_line,
        spans.first_on,
        spans.stops_on,
        transitions.moved_on,
        transitions.closing_mrr,
        row_number() over (
            partition by transitions.subscription_id, transitions.moved_on
            order by transitions.row_kind desc nulls last, transitions.change_id desc nulls last
        ) as row_number_of_day
    from transitions
    inner join spans on transitions.subscription_id = spans.subscription_id

),

levels as (

    select
        *,
        lead(moved_on) over (
            partition by subscription_id order by moved_on asc nulls last
        ) as moves_next_on
    from subscription_days
    where row_number_of_day = 1

),

term_levels as (

    select
        subscription_id,
        booked_on,
        known_ends_on,
        term_months,
        lead(booked_on) over (
            partition by subscription_id
            order by booked_on asc nulls last, ordered_at asc nulls first, change_id asc nulls last
        ) as stated_next_on
    from terms

),

-- What runs on the day, with the end of its term as it was known then. Without an end its first day
-- and its interval make one: what is paid by the month renews every month.
running as (

    select
        accounts.as_of_month,
        accounts.as_of_on,
        accounts.account_id,
        levels.subscription_id,
        levels.product_line,
        levels.closing_mrr,
        term_levels.known_ends_on is not null as has_term,
        coalesce(term_levels.known_ends_on, levels.first_on) as anchor_on,
        cast(greatest(coalesce(term_levels.term_months, 1), 1) as bigint) as term_months,
        coalesce(
            {{ dbt.datediff('term_levels.known_ends_on', 'accounts.as_of_on', 'day') }}
            between 0 and settings.renewal_gap_days, false
        ) as is_waiting
    from accounts
    cross join settings
    inner join levels
        on
            accounts.account_id = levels.account_id
            and accounts.as_of_on >= levels.moved_on
            and (levels.moves_next_on is null or accounts.as_of_on < levels.moves_next_on)
            and (levels.stops_on is null or accounts.as_of_on < levels.stops_on)
    left join term_levels
        on
            levels.subscription_id = term_levels.subscription_id
            and accounts.as_of_on >= term_levels.booked_on
            and (
                term_levels.stated_next_on is null
                or accounts.as_of_on < term_levels.stated_next_on
            )
    where levels.closing_mrr > 0

),

stepped as (

    select
        *,
        cast({{ dbt.dateadd(
            'month',
            "cast(greatest(floor(" ~ dbt.datediff('anchor_on', 'as_of_on', 'month')
            ~ " / cast(term_months as double)), 0) as bigint) * term_months",
            'anchor_on'
        ) }} as date) as stepped_on
    from running

),

final as (

    select
        as_of_month,
        as_of_on,
        account_id,
        subscription_id,
        product_line,
        has_term,
        term_months,
        case
            when is_waiting then anchor_on
            when stepped_on > as_of_on then stepped_on
            else cast({{ dbt.dateadd('month', 'term_months', 'stepped_on') }} as date)
        end as due_on,
        cast(closing_mrr * 12 as decimal(28, 8)) as arr
    from stepped

)

select * from final
