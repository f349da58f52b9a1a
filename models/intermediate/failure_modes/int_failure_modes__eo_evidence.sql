with holds as (

    select * from {{ ref('int_failure_modes__eo_holds') }}

),

paid_spans as (

    select * from {{ ref('int_failure_modes__eo_paid_spans') }}

),

value_reached as (

    select * from {{ ref('int_failure_modes__cbh_value_reached') }}

),

first_payments as (

    select
        account_id,
        product_line,
        min(first_paid_on) as first_paid_on
    from paid_spans
    group by account_id, product_line

),

-- Use of a line that is not paid speaks for more on the paid ones, until the line is bought or
-- value is reached on it: from then on that is the matter of Conversion Black Holes.
bounded as (

    select
        holds.*,
        first_payments.first_paid_on,
        value_reached.value_reached_on,
        holds.evidence_kind in ('e4', 'e6') and holds.product_line is not null as may_cross
    from holds
    left join first_payments
        on holds.account_id = first_payments.account_id
            and holds.product_line = first_payments.product_line
    left join value_reached
        on holds.account_id = value_reached.account_id
            and holds.product_line = value_reached.product_line

),

-- What names no line counts for each paid line.
matched as (

    select
        bounded.evidence_kind,
        bounded.account_id,
        paid_spans.product_line,
        bounded.product_line as evidence_line,
        bounded.subject,
        bounded.evidence,
        greatest(bounded.holds_from_on, paid_spans.paid_from_on) as holds_from_on,
        least(
            coalesce(bounded.holds_until_on, cast('9999-12-31' as date)),
            coalesce(paid_spans.paid_until_on, cast('9999-12-31' as date)),
            case
                when coalesce(bounded.product_line, paid_spans.product_line)
                    = paid_spans.product_line then cast('9999-12-31' as date)
                else least(
                        coalesce(bounded.first_paid_on, cast('9999-12-31' as date)),
                        coalesce(bounded.value_reached_on, cast('9999-12-31' as date))
                    )
            end
        ) as holds_until_on
    from bounded
    inner join paid_spans
        on bounded.account_id = paid_spans.account_id
            and (
                coalesce(bounded.product_line, paid_spans.product_line) = paid_spans.product_line
                or bounded.may_cross
            )

),

final as (

    select
        evidence_kind,
        account_id,
        product_line,
        evidence_line,
        subject,
        holds_from_on,
        case when holds_until_on < cast('9999-12-31' as date) then holds_until_on end
            as holds_until_on,
        evidence
    from matched
    where holds_until_on > holds_from_on

)

select * from final
