with renewals_due as (

    select * from {{ ref('int_features__renewals_due') }}

),

renewal_losses as (

    select * from {{ ref('int_features__renewal_losses') }}

),

risk_days as (

    select * from {{ ref('int_revenue__risk_days') }}

),

verdicts as (

    select * from {{ ref('int_failure_modes__hu_verdicts') }}
    where is_base and state in ('hollow_diverging', 'hollow_unproven')

),

outcomes as (

    select * from {{ ref('int_failure_modes__outcomes') }}
    where verified_on is not null

),

thresholds as (

    select * from {{ ref('int_failure_modes__hu_thresholds') }}
    where is_base

),

-- What concerns a renewal lies between the one before it and the end of its own wait.
terms as (

    select
        renewals_due.account_id,
        renewals_due.product_line,
        renewals_due.due_on,
        renewals_due.matures_on,
        greatest(
            coalesce(
                lag(renewals_due.due_on) over (
                    partition by renewals_due.account_id, renewals_due.product_line
                    order by renewals_due.due_on asc nulls last
                ), cast('1900-01-01' as date)
            ),
            cast({{ dbt.dateadd(
                'day', '-cast(thresholds.hu_renewal_horizon_days as bigint)', 'renewals_due.due_on'
            ) }} as date)
        ) as after_on
    from renewals_due
    cross join thresholds

),

at_risk as (

    select
        terms.account_id,
        terms.product_line,
        terms.due_on,
        terms.after_on,
        terms.matures_on,
        min(risk_days.flagged_on) as risk_on
    from terms
    inner join risk_days
        on
            terms.account_id = risk_days.account_id
            and terms.after_on < risk_days.flagged_on
            and terms.matures_on >= risk_days.flagged_on
    group by
        terms.account_id, terms.product_line, terms.due_on, terms.after_on, terms.matures_on

),

product_days as (

    select
        account_id,
        as_of_on as spoken_on
    from verdicts
    union all
    select
        account_id,
        verified_on as spoken_on
    from outcomes

),

spoken as (

    select
        at_risk.account_id,
        at_risk.product_line,
        at_risk.due_on,
        min(product_days.spoken_on) as spoken_on
    from at_risk
    inner join product_days
        on
            at_risk.account_id = product_days.account_id
            and at_risk.after_on < product_days.spoken_on
            and at_risk.matures_on >= product_days.spoken_on
    group by at_risk.account_id, at_risk.product_line, at_risk.due_on

),

final as (

    select
        at_risk.account_id,
        at_risk.product_line,
        at_risk.due_on,
        renewal_losses.peer_group,
        at_risk.risk_on,
        spoken.spoken_on,
        {{ dbt.datediff('spoken.spoken_on', 'at_risk.risk_on', 'day') }} as lead_days,
        coalesce(spoken.spoken_on < at_risk.risk_on, false) as is_first
    from at_risk
    left join spoken
        on
            at_risk.account_id = spoken.account_id
            and at_risk.product_line = spoken.product_line
            and at_risk.due_on = spoken.due_on
    left join renewal_losses
        on
            at_risk.account_id = renewal_losses.account_id
            and at_risk.product_line = renewal_losses.product_line
            and at_risk.due_on = renewal_losses.due_on

)

select * from final
