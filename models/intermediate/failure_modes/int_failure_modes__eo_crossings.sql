with evidence as (

    select * from {{ ref('int_failure_modes__eo_evidence') }}
    where evidence_kind = 'e4' and evidence_line is not null and evidence_line <> product_line

),

paid_spans as (

    select * from {{ ref('int_failure_modes__eo_paid_spans') }}

),

-- When a paying account began to use a line that it does not pay, and when it bought that line.
begun as (

    select
        account_id,
        evidence_line as product_line,
        min(holds_from_on) as crossed_on
    from evidence
    group by account_id, evidence_line

),

final as (

    select
        begun.account_id,
        begun.product_line,
        begun.crossed_on,
        min(paid_spans.first_paid_on) as bought_on
    from begun
    left join paid_spans
        on begun.account_id = paid_spans.account_id
            and begun.product_line = paid_spans.product_line
            and begun.crossed_on <= paid_spans.first_paid_on
    group by begun.account_id, begun.product_line, begun.crossed_on

)

select * from final
