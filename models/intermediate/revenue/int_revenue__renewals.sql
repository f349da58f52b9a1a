with renewals as (

    select * from {{ ref('int_revenue__renewal_dates') }}

),

transitions as (

    select * from {{ ref('int_revenue__transitions') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

-- What was paid before and is paid after: growth on the same day is an event of its own.
valued as (

    select
        renewals.change_id,
        renewals.subscription_id,
        renewals.renewed_on,
        renewals.renewal_kind,
        transitions.account_id,
        transitions.product_line,
        case
            when transitions.moved_on = renewals.renewed_on
                then least(transitions.opening_mrr, transitions.closing_mrr)
            else transitions.closing_mrr
        end as renewed_mrr,
        row_number() over (
            partition by renewals.change_id
            order by transitions.moved_on desc nulls last, transitions.row_kind desc nulls last
        ) as recency
    from renewals
    cross join parameters
    inner join transitions
        on renewals.subscription_id = transitions.subscription_id
            and renewals.renewed_on >= transitions.moved_on
    where renewals.ending_months >= parameters.renewal_min_term_months

),

final as (

    select
        change_id,
        subscription_id,
        account_id,
        product_line,
        renewed_on,
        renewal_kind,
        cast(renewed_mrr * 12 as decimal(28, 8)) as renewed_arr
    from valued
    where recency = 1 and renewed_mrr > 0

)

select * from final
