{{ config(materialized='view') }}

with changes as (

    select * from {{ ref('stg_billing__subscription_changes') }}

),

policies as (

    select * from {{ ref('int_config__policies') }}

),

cancellations as (

    select
        changes.change_id,
        changes.subscription_id,
        changes.effective_on
    from changes
    inner join policies on policies.churn_booking = 'term_end'
    where changes.change_type = 'cancel'

),

-- The end of the paid term as the rows up to the cancellation tell it.
terms as (

    select
        cancellations.change_id,
        cancellations.subscription_id,
        cancellations.effective_on,
        greatest(
            cancellations.effective_on,
            coalesce(
                max_by(
                    changes.term_ends_on,
                    case
                        when changes.term_ends_on is not null then changes.effective_on
                    end
                ),
                cancellations.effective_on
            )
        ) as booked_on
    from cancellations
    inner join changes
        on cancellations.subscription_id = changes.subscription_id
            and cancellations.effective_on >= changes.effective_on
    group by cancellations.change_id, cancellations.subscription_id, cancellations.effective_on

),

-- Whoever comes back before the term is over has not left.
final as (

    select
        terms.change_id,
        terms.booked_on,
        max(case when changes.change_id is not null then 1 else 0 end) = 1 as is_revoked
    from terms
    left join changes
        on terms.subscription_id = changes.subscription_id
            and changes.change_type in ('start', 'resume')
            and terms.effective_on < changes.effective_on
            and terms.booked_on >= changes.effective_on
    group by terms.change_id, terms.booked_on

)

select * from final
