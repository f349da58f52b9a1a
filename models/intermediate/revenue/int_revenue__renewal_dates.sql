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

unspoken as (

    select * from {{ ref('int_revenue__unspoken_renewals') }}

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
