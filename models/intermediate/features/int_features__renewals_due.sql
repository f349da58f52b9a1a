with terms as (

    select * from {{ ref('int_revenue__terms') }}

),

subscriptions as (

    select * from {{ ref('int_revenue__subscriptions') }}

),

settings as (

    select * from {{ ref('int_failure_modes__hu_settings') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

term_levels as (

    select
        subscription_id,
        booked_on,
        known_ends_on as due_on,
        term_months,
        lead(booked_on) over (
            partition by subscription_id
            order by booked_on asc nulls last, ordered_at asc nulls first, change_id asc nulls last
        ) as stated_next_on
    from terms

),

dated as (

    select
        term_levels.*,
        cast({{ dbt.dateadd('day', '-settings.hu_surprise_days', 'term_levels.due_on') }} as date)
            as known_on,
        cast({{ dbt.dateadd('day', 'settings.renewal_gap_days', 'term_levels.due_on') }} as date)
            as matures_on
    from term_levels
    cross join settings
    where term_levels.due_on is not null

),

-- An end of a term that was on record when there was still time to act. What had been extended or
-- agreed anew before then never came due.
final as (

    select
        subscriptions.account_id,
        subscriptions.product_line,
        dated.due_on,
        dated.known_on,
        dated.matures_on,
        dated.matures_on <= max(as_of.as_of_on) as is_mature,
        min(dated.subscription_id) as subscription_id,
        count(*) as subscriptions
    from dated
    inner join subscriptions on dated.subscription_id = subscriptions.subscription_id
    cross join parameters
    cross join as_of
    where
        dated.term_months >= parameters.renewal_min_term_months
        and dated.booked_on <= dated.known_on
        and (dated.stated_next_on is null or dated.stated_next_on > dated.known_on)
        and dated.due_on <= as_of.as_of_on
    group by
        subscriptions.account_id,
        subscriptions.product_line,
        dated.due_on,
        dated.known_on,
        dated.matures_on

)

select * from final
