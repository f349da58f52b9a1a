with paid_lines as (

    select * from {{ ref('int_failure_modes__paid_lines') }}

),

scores as (

    select * from {{ ref('int_failure_modes__eo_scores') }}

),

evidence as (

    select * from {{ ref('int_failure_modes__eo_evidence') }}

),

-- Of each kind the piece that has held longest speaks.
ranked as (

    select
        paid_lines.as_of_month,
        paid_lines.account_id,
        paid_lines.product_line,
        evidence.evidence_kind,
        concat_ws(
            '', evidence.evidence_kind, '=', evidence.evidence,
            ' (', cast(evidence.holds_from_on as varchar), ')'
        ) as evidence,
        row_number() over (
            partition by
                paid_lines.as_of_month, paid_lines.account_id, paid_lines.product_line,
                evidence.evidence_kind
            order by
                evidence.holds_from_on asc nulls last,
                evidence.subject asc nulls last,
                evidence.evidence asc nulls last
        ) as place
    from paid_lines
    inner join evidence
        on paid_lines.account_id = evidence.account_id
            and paid_lines.product_line = evidence.product_line
            and paid_lines.as_of_on >= evidence.holds_from_on
            and (evidence.holds_until_on is null or paid_lines.as_of_on < evidence.holds_until_on)

),

texts as (

    select
        as_of_month,
        account_id,
        product_line,
        {{ dbt.listagg('evidence_kind', "', '", 'order by evidence_kind asc nulls last') }}
            as evidence_kinds,
        {{ dbt.listagg('evidence', "'; '", 'order by evidence_kind asc nulls last') }} as evidence
    from ranked
    where place = 1
    group by as_of_month, account_id, product_line

),

final as (

    select
        paid_lines.as_of_month,
        paid_lines.account_id,
        paid_lines.product_line,
        coalesce(scores.score, 0) as score,
        texts.evidence_kinds,
        texts.evidence
    from paid_lines
    left join scores
        on paid_lines.account_id = scores.account_id
            and paid_lines.product_line = scores.product_line
            and paid_lines.as_of_on >= scores.changed_on
            and (scores.changes_next_on is null or paid_lines.as_of_on < scores.changes_next_on)
    left join texts
        on paid_lines.as_of_month = texts.as_of_month
            and paid_lines.account_id = texts.account_id
            and paid_lines.product_line = texts.product_line

)

select * from final
