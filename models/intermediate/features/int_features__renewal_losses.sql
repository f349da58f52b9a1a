with renewals_due as (

    select * from {{ ref('int_features__renewals_due') }}

),

change_pieces as (

    select * from {{ ref('int_revenue__change_pieces') }}

),

months as (

    select * from {{ ref('int_failure_modes__months') }}

),

verdicts as (

    select * from {{ ref('int_failure_modes__hu_verdicts') }}
    where is_base

),

usage_index as (

    select * from {{ ref('int_failure_modes__usage_index') }}

),

marks as (

    select * from {{ ref('int_failure_modes__hu_marks') }}

),

-- What the line is worth on both days: contracts, and what it is metered for.
worths as (

    select
        renewals_due.account_id,
        renewals_due.product_line,
        renewals_due.due_on,
        sum(case when change_pieces.moved_on <= renewals_due.known_on then mrr_delta else 0 end)
        * 12 as arr_before,
        sum(change_pieces.mrr_delta) * 12 as arr_after
    from renewals_due
    inner join change_pieces
        on
            renewals_due.account_id = change_pieces.account_id
            and renewals_due.product_line = change_pieces.product_line
            and renewals_due.matures_on >= change_pieces.moved_on
    group by renewals_due.account_id, renewals_due.product_line, renewals_due.due_on

),

-- The last month end at which it could be judged in time.
judged as (

    select
        renewals_due.account_id,
        renewals_due.product_line,
        renewals_due.due_on,
        max(months.as_of_month) as as_of_month
    from renewals_due
    inner join months on renewals_due.known_on >= months.as_of_on
    group by renewals_due.account_id, renewals_due.product_line, renewals_due.due_on

),

final as (

    select
        renewals_due.account_id,
        renewals_due.product_line,
        renewals_due.due_on,
        renewals_due.subscription_id,
        renewals_due.known_on,
        renewals_due.matures_on,
        renewals_due.is_mature,
        judged.as_of_month as judged_month,
        usage_index.peer_group,
        verdicts.state as hu_state,
        case
            when verdicts.state in ('hollow_diverging', 'hollow_unproven') then 'hollow'
            when verdicts.state = 'proven' then 'proven'
            when verdicts.state is not null then 'other'
        end as hu_class,
        cast(ceil(5 * usage_index.usage_percentile) as bigint) as usage_quintile,
        cast(ceil(4 * usage_index.usage_percentile) as bigint) as usage_quartile,
        verdicts.has_proof,
        usage_index.usage_trend,
        verdicts.value_index,
        verdicts.value_coverage,
        verdicts.value_trend,
        marks.has_no_owner,
        marks.is_champion_gone,
        marks.is_health_green,
        cast(worths.arr_before as decimal(28, 8)) as arr_before,
        case
            when renewals_due.is_mature
                then cast(greatest(worths.arr_before - worths.arr_after, 0) as decimal(28, 8))
        end as arr_lost,
        case
            when renewals_due.is_mature
                then cast(
                        cast(greatest(worths.arr_before - worths.arr_after, 0) as double)
                        / cast(worths.arr_before as double) as decimal(18, 8)
                    )
        end as loss_share
    from renewals_due
    inner join worths
        on
            renewals_due.account_id = worths.account_id
            and renewals_due.product_line = worths.product_line
            and renewals_due.due_on = worths.due_on
    left join judged
        on
            renewals_due.account_id = judged.account_id
            and renewals_due.product_line = judged.product_line
            and renewals_due.due_on = judged.due_on
    left join usage_index
        on
            judged.as_of_month = usage_index.as_of_month
            and judged.account_id = usage_index.account_id
    left join verdicts
        on
            judged.as_of_month = verdicts.as_of_month
            and judged.account_id = verdicts.account_id
    left join marks
        on
            judged.as_of_month = marks.as_of_month
            and judged.account_id = marks.account_id
    where worths.arr_before > 0

)

select * from final
