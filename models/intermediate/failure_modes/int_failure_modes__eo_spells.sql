with scores as (

    select * from {{ ref('int_failure_modes__eo_scores') }}

),

thresholds as (

    select * from {{ ref('int_failure_modes__eo_thresholds') }}

),

-- Scenarios that leave readiness alone share their spells.
rules as (

    select
        eo_ready_score,
        spell_gap_days
    from thresholds
    group by eo_ready_score, spell_gap_days

),

-- A spell goes on for the days that may pass without evidence: on none of them can anybody know
-- whether it will come back.
ready as (

    select
        rules.eo_ready_score,
        rules.spell_gap_days,
        scores.account_id,
        scores.product_line,
        scores.changed_on as begins_on,
        cast(
            coalesce(
                {{ dbt.dateadd('day', 'rules.spell_gap_days', 'scores.changes_next_on') }},
                cast('9999-12-31' as date)
            ) as date
        ) as ends_on
    from scores
    inner join rules on scores.has_e3 or scores.score >= rules.eo_ready_score

),

marked as (

    select
        *,
        case
            when begins_on <= max(ends_on)
                    over (
                        partition by eo_ready_score, spell_gap_days, account_id, product_line
                        order by begins_on asc nulls last
                        rows between unbounded preceding and 1 preceding
                    )
                then 0
            else 1
        end as is_first
    from ready

),

numbered as (

    select
        *,
        sum(is_first) over (
            partition by eo_ready_score, spell_gap_days, account_id, product_line
            order by begins_on asc nulls last
            rows between unbounded preceding and current row
        ) as spell_number
    from marked

),

final as (

    select
        eo_ready_score,
        spell_gap_days,
        account_id,
        product_line,
        cast(spell_number as bigint) as spell_number,
        min(begins_on) as onset_on,
        nullif(max(ends_on), cast('9999-12-31' as date)) as ends_on
    from numbered
    group by eo_ready_score, spell_gap_days, account_id, product_line, spell_number

)

select * from final
