with evidence as (

    select * from {{ ref('int_failure_modes__eo_evidence') }}

),

settings as (

    select * from {{ ref('int_failure_modes__eo_settings') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

steps as (

    select
        account_id,
        product_line,
        evidence_kind,
        holds_from_on as changed_on,
        1 as hold_change
    from evidence
    union all
    select
        account_id,
        product_line,
        evidence_kind,
        holds_until_on as changed_on,
        -1 as hold_change
    from evidence
    where holds_until_on is not null

),

days as (

    select
        steps.account_id,
        steps.product_line,
        steps.changed_on,
        {%- for number in range(1, 6) %}
        sum(case when steps.evidence_kind = 'e{{ number }}' then steps.hold_change else 0 end)
            as e{{ number }}_change,
        {%- endfor %}
        sum(case when steps.evidence_kind = 'e6' then steps.hold_change else 0 end) as e6_change
    from steps
    cross join as_of
    where steps.changed_on <= as_of.as_of_on
    group by steps.account_id, steps.product_line, steps.changed_on

),

kinds as (

    select
        account_id,
        product_line,
        changed_on,
        lead(changed_on) over (
            partition by account_id, product_line order by changed_on asc nulls last
        ) as changes_next_on,
        {%- for number in range(1, 6) %}
        sum(e{{ number }}_change) over (
            partition by account_id, product_line order by changed_on asc nulls last
            rows between unbounded preceding and current row
        ) > 0 as has_e{{ number }},
        {%- endfor %}
        sum(e6_change) over (
            partition by account_id, product_line order by changed_on asc nulls last
            rows between unbounded preceding and current row
        ) > 0 as has_e6
    from days

),

-- A kind of evidence counts once, however many times it is seen.
final as (

    select
        kinds.account_id,
        kinds.product_line,
        kinds.changed_on,
        kinds.changes_next_on,
        kinds.has_e1,
        kinds.has_e2,
        kinds.has_e3,
        kinds.has_e4,
        kinds.has_e5,
        kinds.has_e6,
        cast(
            case when kinds.has_e1 then settings.eo_weight_depth else 0 end
            + case when kinds.has_e2 then settings.eo_weight_growth else 0 end
            + case when kinds.has_e3 then settings.eo_weight_saturation else 0 end
            + case when kinds.has_e4 then settings.eo_weight_adjacent else 0 end
            + case when kinds.has_e5 then settings.eo_weight_dependency else 0 end
            + case when kinds.has_e6 then settings.eo_weight_gate else 0 end
            as decimal(18, 6)
        ) as score
    from kinds
    cross join settings

)

select * from final
