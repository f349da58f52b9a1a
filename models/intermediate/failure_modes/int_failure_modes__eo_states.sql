with cases as (

    select * from {{ ref('int_failure_modes__eo_cases') }}

),

signals as (

    select * from {{ ref('int_failure_modes__eo_signals') }}

),

measurability as (

    select * from {{ ref('int_failure_modes__eo_measurability') }}

),

described as (

    select
        cases.*,
        signals.evidence,
        concat_ws(
            '',
            'ready for ', cast(cases.days_ready as varchar), ' days (',
            coalesce(signals.evidence_kinds, 'evidence paused'), ', score ',
            cast(cast(signals.score as decimal(38, 0)) as varchar), ')'
        ) as readiness,
        case
            when cases.days_since_motion is null then 'no motion on record'
            else concat_ws(
                    '',
                    'last motion ', cast(cases.days_since_motion as varchar), ' days ago (',
                    cases.last_motion_kind, ')'
                )
        end as motion_text,
        cast(cast(signals.score as decimal(38, 0)) as varchar) as score_text,
        cast(cast(cases.eo_ready_score as decimal(38, 0)) as varchar) as ready_text,
        cast(cases.eo_no_talk_days as varchar) as talk_text,
        cast(cases.eo_grace_days as varchar) as grace_text,
        cast(cases.eo_prior_motion_days as varchar) as prior_text,
        case
            when cases.value_trend is null then '; value trend unknown, which is not falling'
            else ''
        end as value_text,
        measurability.missing_inputs
    from cases
    cross join measurability
    left join signals
        on cases.as_of_month = signals.as_of_month
            and cases.account_id = signals.account_id
            and cases.product_line = signals.product_line

),

final as (

    select
        scenario_id,
        is_base,
        as_of_month,
        as_of_on,
        account_id,
        product_line,
        state,
        state = 'orphan' as is_present,
        case when state = 'excluded' then exclusion end as blocked_by,
        case when state <> 'not_assessable' then onset_on end as onset_on,
        cast(case state
            when 'fresh' then days_ready
            when 'emerging' then days_ready - eo_grace_days
            when 'orphan'
                then least(days_ready, coalesce(days_since_motion, days_ready)) - eo_no_talk_days
            when 'worked' then least(days_ready, days_since_motion)
        end as bigint) as days_in_state,
        arr,
        peer_group,
        concat_ws('', case state
            when 'not_assessable'
                then case
                        when missing_inputs is null then 'no use of the product is on record'
                        else concat_ws('', 'needs ', missing_inputs)
                    end
            when 'none'
                then concat_ws(
                        '', 'score ', score_text, ' of ', ready_text,
                        ' and neither seats nor limits saturated; either would make it ready'
                    )
            when 'excluded'
                then concat_ws('', readiness, '; left out: ', case exclusion
                        when 'exception' then concat_ws('', 'exception: ', exception_reason)
                        when
                            'hollow_usage'
                            then 'usage and value diverge (Hollow Usage comes first)'
                        when 'churn_notice'
                            then concat_ws('', 'notice given on ', cast(notice_given_on as varchar))
                        when 'do_not_contact' then 'must not be contacted'
                        when 'invoice_overdue'
                            then concat_ws(
                                    '',
                                    'an invoice is ',
                                    cast(days_overdue as varchar),
                                    ' days overdue'
                                )
                        when 'recent_expansion'
                            then concat_ws('', 'expanded on ', cast(last_expanded_on as varchar))
                        when 'too_young'
                            then concat_ws('', 'pays only since ', cast(first_paid_on as varchar))
                        when 'top_tier' then 'highest plan and no further product'
                        else concat_ws(
                                '',
                                'value trend ',
                                cast(cast(value_trend as decimal(38, 2)) as varchar),
                                ' is below ',
                                cast(cast(eo_value_floor as decimal(38, 2)) as varchar)
                            )
                    end)
            when 'worked'
                then concat_ws(
                        '', readiness, '; ', motion_text, '; without it in ', talk_text,
                        ' days it would be an orphan'
                    )
            when 'orphan'
                then concat_ws(
                        '', readiness, '; ', motion_text, '; one within ', talk_text,
                        ' days would have made it worked', value_text
                    )
            when 'emerging'
                then concat_ws(
                        '', readiness, '; ', motion_text, '; none since ', prior_text,
                        ' days before it became ready; an orphan from day ', talk_text, value_text
                    )
            else concat_ws(
                    '', readiness, '; ', motion_text, '; emerging from day ', grace_text, value_text
                )
        end) as reason,
        concat_ws(
            '; ', evidence,
            'onset_on=' || cast(onset_on as varchar),
            'last_motion=' || last_motion_id || ' (' || cast(last_motion_on as varchar) || ')'
        ) as evidence
    from described

)

select * from final
