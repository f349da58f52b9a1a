with account_days as (

    select * from {{ ref('int_revenue__account_days') }}

),

stakeholders as (

    select * from {{ ref('int_motions__stakeholders') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

steps as (

    select
        account_id,
        moved_on as from_on
    from account_days
    union
    select
        account_id,
        from_on
    from stakeholders
    union
    select
        account_id,
        until_on as from_on
    from stakeholders

),

spans as (

    select
        steps.account_id,
        steps.from_on,
        lead(steps.from_on) over (
            partition by steps.account_id order by steps.from_on asc nulls last
        ) as until_on
    from steps
    cross join as_of
    where steps.from_on <= as_of.as_of_on

),

balances as (

    select
        account_id,
        moved_on,
        closing_mrr * 12 as annual_value,
        lead(moved_on) over (partition by account_id order by moved_on asc nulls last)
            as moves_next_on
    from account_days

),

committees as (

    select
        spans.account_id,
        spans.from_on,
        count(distinct stakeholders.contact_id) as committee_size,
        bool_or(stakeholders.is_procurement) as has_procurement
    from spans
    inner join stakeholders
        on spans.account_id = stakeholders.account_id
            and spans.from_on >= stakeholders.from_on
            and spans.from_on < stakeholders.until_on
    group by spans.account_id, spans.from_on

),

final as (

    select
        spans.account_id,
        spans.from_on,
        spans.until_on,
        nullif(balances.annual_value, 0) as annual_value,
        committees.committee_size,
        coalesce(committees.has_procurement, false) as has_procurement
    from spans
    left join balances
        on spans.account_id = balances.account_id
            and spans.from_on >= balances.moved_on
            and (balances.moves_next_on is null or spans.from_on < balances.moves_next_on)
    left join committees
        on spans.account_id = committees.account_id and spans.from_on = committees.from_on

)

select * from final
