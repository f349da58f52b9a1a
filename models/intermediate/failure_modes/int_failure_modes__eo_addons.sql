with months as (

    select * from {{ ref('int_failure_modes__months') }}

),

accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

evidence as (

    select * from {{ ref('int_failure_modes__eo_evidence') }}
    where evidence_kind = 'e4' and evidence_line is not null and evidence_line <> product_line

),

crossings as (

    select * from {{ ref('int_failure_modes__eo_crossings') }}

),

tiers as (

    select * from {{ ref('int_failure_modes__eo_tiers') }}
    where list_mrr > 0

),

active_user_steps as (

    select * from {{ ref('int_product__active_user_steps') }}
    where scope_kind = 'product_line'

),

settings as (

    select * from {{ ref('int_failure_modes__eo_settings') }}

),

-- Cases whose horizon has passed: of those who used a line unpaid, the share that bought it.
attach_rates as (

    select
        months.as_of_month,
        crossings.product_line,
        count(*) as cases,
        count(case
            when {{ dbt.datediff('crossings.crossed_on', 'crossings.bought_on', 'day') }}
                <= settings.eo_horizon_days then 1
        end) as bought
    from months
    cross join settings
    inner join crossings
        on {{ dbt.datediff('crossings.crossed_on', 'months.as_of_on', 'day') }}
            >= settings.eo_horizon_days
    group by months.as_of_month, crossings.product_line

),

entry_tiers as (

    select
        as_of_month,
        product_line,
        quantity_unit,
        list_mrr,
        row_number() over (
            partition by as_of_month, product_line
            order by tier_rank asc nulls last, plan asc nulls last
        ) as place
    from tiers

),

used as (

    select
        accounts.as_of_month,
        accounts.as_of_on,
        accounts.account_id,
        evidence.evidence_line as product_line
    from accounts
    inner join evidence
        on accounts.account_id = evidence.account_id
            and accounts.as_of_on >= evidence.holds_from_on
            and (evidence.holds_until_on is null or accounts.as_of_on < evidence.holds_until_on)
    group by
        accounts.as_of_month, accounts.as_of_on, accounts.account_id, evidence.evidence_line

),

final as (

    select
        used.as_of_month,
        used.account_id,
        used.product_line as addon_line,
        entry_tiers.quantity_unit,
        cast(case
            when entry_tiers.quantity_unit = 'seat'
                then greatest(coalesce(active_user_steps.active_users, 1), 1)
            else 1
        end as bigint) as quantity,
        entry_tiers.list_mrr,
        coalesce(attach_rates.cases, 0) as cases,
        coalesce(attach_rates.bought, 0) as bought,
        cast(
            (
                coalesce(attach_rates.bought, 0)
                + settings.eo_win_prior * settings.beta_prior_strength
            )
            / cast(coalesce(attach_rates.cases, 0) + settings.beta_prior_strength as double)
            as decimal(18, 8)
        ) as attach_rate
    from used
    cross join settings
    inner join entry_tiers
        on used.as_of_month = entry_tiers.as_of_month
            and used.product_line = entry_tiers.product_line
            and entry_tiers.place = 1
    left join attach_rates
        on used.as_of_month = attach_rates.as_of_month
            and used.product_line = attach_rates.product_line
    left join active_user_steps
        on used.account_id = active_user_steps.account_id
            and used.product_line = active_user_steps.scope_key
            and used.as_of_on >= active_user_steps.changed_on
            and (
                active_user_steps.changes_next_on is null
                or used.as_of_on < active_user_steps.changes_next_on
            )

)

select * from final
