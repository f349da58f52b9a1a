{{ config(materialized='view') }}

{%- set ordering -%}
booked_on asc nulls last, ordered_at asc nulls first, change_id asc nulls last
{%- endset %}

with terms as (

    select * from {{ ref('int_revenue__terms') }}

),

transitions as (

    select * from {{ ref('int_revenue__transitions') }}

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

sequenced as (

    select
        *,
        lag(term_months) over (partition by subscription_id order by {{ ordering }})
            as ending_months,
        lead(booked_on) over (partition by subscription_id order by {{ ordering }}) as next_on
    from terms

),

-- The order says so.
ordered as (

    select
        change_id,
        subscription_id,
        booked_on as renewed_on,
        ending_months,
        'ordered' as renewal_kind
    from sequenced
    where change_type = 'renewal'

),

last_terms as (

    select
        subscription_id,
        known_ends_on,
        term_months
    from sequenced
    where next_on is null

),

-- A new subscription goes on from one whose term is over.
continued as (

    select
        transitions.change_id,
        transitions.subscription_id,
        transitions.moved_on as renewed_on,
        last_terms.term_months as ending_months,
        'continued' as renewal_kind
    from transitions
    inner join spans on transitions.subscription_id = spans.subscription_id
    inner join last_terms on spans.predecessor_id = last_terms.subscription_id
    where transitions.is_continuation
        and coalesce(last_terms.known_ends_on, transitions.moved_on) <= transitions.moved_on

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
    from sequenced
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
unspoken as (

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

),

final as (

    select
        change_id,
        subscription_id,
        renewed_on,
        ending_months,
        renewal_kind
    from ordered
    union all
    select
        change_id,
        subscription_id,
        renewed_on,
        ending_months,
        renewal_kind
    from continued
    union all
    select
        change_id,
        subscription_id,
        renewed_on,
        ending_months,
        renewal_kind
    from unspoken

)

select * from final
