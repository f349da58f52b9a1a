{{ config(materialized='view') }}

with terms as (

    select * from {{ ref('int_revenue__terms') }}

),

spans as (

    select * from {{ ref('int_revenue__subscription_spans') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- The rows of one known term, and when the next term is first spoken of.
term_rows as (

    select
        subscription_id,
        known_ends_on,
        min(change_id) as change_id,
        min(booked_on) as first_on,
        max(term_months) as ending_months,
        max(case
            when change_type = 'renewal'
                and {{ dbt.datediff('booked_on', 'known_ends_on', 'day') }}
                <= parameters.renewal_gap_days then 1
            else 0
        end) as has_renewal
    from terms
    cross join parameters
    where known_ends_on is not null
    group by subscription_id, known_ends_on

),

followed as (

    select
        *,
        lead(first_on) over (
            partition by subscription_id
            order by first_on asc nulls last, known_ends_on asc nulls last
        ) as next_on
    from term_rows

),

-- Nobody says so, and the subscription still runs when the wait for a signature is over.
final as (

    select
        concat_ws('', 'renewal:', followed.change_id, ':', cast(followed.known_ends_on as varchar))
            as change_id,
        followed.subscription_id,
        followed.known_ends_on as renewed_on,
        followed.ending_months,
        'unspoken' as renewal_kind
    from followed
    cross join parameters
    cross join as_of
    inner join spans on followed.subscription_id = spans.subscription_id
    where followed.has_renewal = 0
        and {{ dbt.datediff('followed.known_ends_on', 'as_of.as_of_on', 'day') }}
        >= parameters.renewal_gap_days
        and coalesce(
            {{ dbt.datediff('followed.known_ends_on', 'followed.next_on', 'day') }},
            parameters.renewal_gap_days + 1
        ) > parameters.renewal_gap_days
        and coalesce(
            {{ dbt.datediff('followed.known_ends_on', 'spans.stops_on', 'day') }},
            parameters.renewal_gap_days + 1
        ) > parameters.renewal_gap_days

)

select * from final
