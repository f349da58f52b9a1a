with usage_windows as (

    select * from {{ ref('int_failure_modes__usage_windows') }}
    where window_name <> 'index'

),

settings as (

    select * from {{ ref('int_failure_modes__hu_settings') }}

),

-- An account that began in the middle of the window before has none to be compared with.
paired as (

    select
        recents.as_of_month,
        recents.account_id,
        recents.active_users,
        recents.value_events + recents.other_events as events,
        recents.active_days,
        priors.active_users as prior_users,
        priors.value_events + priors.other_events as prior_events,
        priors.active_days as prior_days
    from usage_windows as recents
    inner join usage_windows as priors
        on
            recents.as_of_month = priors.as_of_month
            and recents.account_id = priors.account_id
    where
        recents.window_name = 'recent'
        and priors.window_name = 'prior'
        and priors.first_used_on <= priors.from_on

),

measured as (

    select
        paired.as_of_month,
        paired.account_id,
        settings.usage_weight_users as weight,
        paired.active_users as amount,
        paired.prior_users as prior_amount
    from paired
    cross join settings
    union all
    select
        paired.as_of_month,
        paired.account_id,
        settings.usage_weight_events as weight,
        paired.events as amount,
        paired.prior_events as prior_amount
    from paired
    cross join settings
    union all
    select
        paired.as_of_month,
        paired.account_id,
        settings.usage_weight_days as weight,
        paired.active_days as amount,
        paired.prior_days as prior_amount
    from paired
    cross join settings

),

-- Each measure is held against itself, then their mean is taken. The change is the same news as the
-- trend but held between -1 and 1, so that one account that came from next to nothing does not set
-- the scale of all.
changed as (

    select
        as_of_month,
        account_id,
        weight,
        cast((amount - prior_amount) / cast(prior_amount as double) as decimal(28, 10))
            as relative_change,
        cast((amount - prior_amount) / cast(amount + prior_amount as double) as decimal(28, 10))
            as bounded_change
    from measured
    where prior_amount > 0 and weight > 0

),

final as (

    select
        as_of_month,
        account_id,
        cast(
            cast(sum(cast(weight * relative_change as decimal(28, 10))) as double)
            / cast(sum(weight) as double) as decimal(18, 8)
        ) as usage_trend,
        cast(
            cast(sum(cast(weight * bounded_change as decimal(28, 10))) as double)
            / cast(sum(weight) as double) as decimal(18, 8)
        ) as usage_change
    from changed
    group by as_of_month, account_id

)

select * from final
