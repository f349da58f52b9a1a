{{ config(materialized='view') }}

{%- set ordering -%}
booked_on asc nulls last, ordered_at asc nulls first, change_id asc nulls last
{%- endset %}

with changes as (

    select * from {{ ref('int_revenue__changes') }}

),

staged_changes as (

    select * from {{ ref('stg_billing__subscription_changes') }}

),

stated as (

    select
        changes.change_id,
        changes.subscription_id,
        changes.change_type,
        changes.booked_on,
        changes.ordered_at,
        staged_changes.term_starts_on,
        staged_changes.term_ends_on,
        changes.interval_count * case changes.billing_interval
            when 'year' then 12
            when 'quarter' then 3
            when 'month' then 1
            else 0
        end as interval_months
    from changes
    inner join staged_changes on changes.change_id = staged_changes.change_id
    where changes.exclusion_reason is null and changes.history_source = 'changes'

),

-- A row that says nothing of the term leaves it as it was.
known as (

    select
        *,
        {{ last_known('term_starts_on', 'subscription_id', ordering) }} as known_starts_on,
        {{ last_known('term_ends_on', 'subscription_id', ordering) }} as known_ends_on
    from stated

),

-- A term ends on its last day or on the day after it: either way these are its months.
final as (

    select
        change_id,
        subscription_id,
        change_type,
        booked_on,
        ordered_at,
        term_ends_on,
        known_ends_on,
        coalesce(
            {{ dbt.datediff(
                'known_starts_on', dbt.dateadd('day', 1, 'known_ends_on'), 'month'
            ) }},
            interval_months
        ) as term_months
    from known

)

select * from final
