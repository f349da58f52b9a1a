with scenario_months as (

    select * from {{ ref('int_failure_modes__scenario_months') }}
    where failure_mode = 'expansion_orphans'

),

thresholds as (

    select * from {{ ref('int_failure_modes__eo_thresholds') }}

),

line_terms as (

    select * from {{ ref('int_failure_modes__eo_line_terms') }}

),

tiers as (

    select * from {{ ref('int_failure_modes__eo_tiers') }}

),

account_facts as (

    select * from {{ ref('int_failure_modes__eo_account_facts') }}

),

spells as (

    select * from {{ ref('int_failure_modes__eo_spells') }}

),

measurability as (

    select * from {{ ref('int_failure_modes__eo_measurability') }}

),

unpaid_lines as (

    select
        line_terms.as_of_month,
        line_terms.account_id,
        count(distinct tiers.product_line) - count(distinct case
            when line_terms.product_line = tiers.product_line then tiers.product_line
        end) as unpaid_lines
    from line_terms
    inner join tiers on line_terms.as_of_month = tiers.as_of_month
    group by line_terms.as_of_month, line_terms.account_id

),

-- Nothing is left to sell where the plan is the highest, sells no quantity, and no line is unpaid.
judged as (

    select
        scenario_months.scenario_id,
        scenario_months.is_base,
        line_terms.as_of_month,
        line_terms.as_of_on,
        line_terms.account_id,
        line_terms.product_line,
        line_terms.peer_group,
        line_terms.arr,
        line_terms.plan,
        thresholds.eo_ready_score,
        thresholds.eo_no_talk_days,
        thresholds.eo_grace_days,
        thresholds.eo_prior_motion_days,
        thresholds.eo_value_floor,
        account_facts.first_used_on,
        account_facts.last_motion_kind,
        account_facts.last_motion_id,
        account_facts.last_motion_on,
        account_facts.notice_given_on,
        account_facts.days_overdue,
        account_facts.last_expanded_on,
        account_facts.first_paid_on,
        account_facts.value_trend,
        account_facts.exception_reason,
        measurability.is_measurable,
        spells.onset_on,
        {{ dbt.datediff('spells.onset_on', 'line_terms.as_of_on', 'day') }} as days_ready,
        {{ dbt.datediff('account_facts.last_motion_on', 'line_terms.as_of_on', 'day') }}
            as days_since_motion,
        {{ dbt.datediff('account_facts.last_motion_on', 'spells.onset_on', 'day') }}
            as motion_lead_days,
        case
            when account_facts.exception_reason is not null then 'exception'
            when account_facts.is_hollow then 'hollow_usage'
            when account_facts.notice_given_on is not null then 'churn_notice'
            when account_facts.is_contact_forbidden then 'do_not_contact'
            when account_facts.days_overdue > thresholds.eo_overdue_days then 'invoice_overdue'
            when {{ dbt.datediff('account_facts.last_expanded_on', 'line_terms.as_of_on', 'day') }}
                < thresholds.eo_recent_expansion_days then 'recent_expansion'
            when {{ dbt.datediff('account_facts.first_paid_on', 'line_terms.as_of_on', 'day') }}
                < thresholds.min_account_age_days then 'too_young'
            when line_terms.plan is not null and line_terms.next_plan is null
                and line_terms.quantity_unit = 'flat' and unpaid_lines.unpaid_lines = 0
                then 'top_tier'
            when account_facts.value_trend < thresholds.eo_value_floor then 'value_falling'
        end as exclusion
    from scenario_months
    inner join thresholds on scenario_months.scenario_id = thresholds.scenario_id
    cross join measurability
    inner join line_terms on scenario_months.as_of_month = line_terms.as_of_month
    inner join account_facts
        on line_terms.as_of_month = account_facts.as_of_month
            and line_terms.account_id = account_facts.account_id
    left join unpaid_lines
        on line_terms.as_of_month = unpaid_lines.as_of_month
            and line_terms.account_id = unpaid_lines.account_id
    left join spells
        on thresholds.eo_ready_score = spells.eo_ready_score
            and thresholds.spell_gap_days = spells.spell_gap_days
            and line_terms.account_id = spells.account_id
            and line_terms.product_line = spells.product_line
            and line_terms.as_of_on >= spells.onset_on
            and (spells.ends_on is null or line_terms.as_of_on < spells.ends_on)

),

-- The order is the specification's; where there is no spell there is nothing to exclude.
final as (

    select
        *,
        case
            when not is_measurable or first_used_on is null then 'not_assessable'
            when onset_on is null then 'none'
            when exclusion is not null then 'excluded'
            when days_ready >= eo_no_talk_days and days_since_motion < eo_no_talk_days
                then 'worked'
            when days_ready < eo_no_talk_days and motion_lead_days <= eo_prior_motion_days
                then 'worked'
            when days_ready >= eo_no_talk_days then 'orphan'
            when days_ready >= eo_grace_days then 'emerging'
            else 'fresh'
        end as state
    from judged

)

select * from final
