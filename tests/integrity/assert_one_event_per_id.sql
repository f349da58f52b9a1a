{{ config(group="warehouse") }}

-- What it is: event ids that stand more than once among the usable events: a copy landed more than
-- event_duplicate_days after the one before it, so that it was not told a duplicate.
-- When it matters: such an event counts twice in everything that is made of events.
-- How to fix: set the var event_duplicate_days to more than days_apart; all is read anew then.
-- Of a day that was added, only its ids are looked for in the whole history.
-- depends_on: {{ ref('stg_product__landing_days') }}
select
    event_id,
    count(*) as copies,
    min(landed_on) as first_landed_on,
    max(landed_on) as last_landed_on,
    {{ dbt.datediff('min(landed_on)', 'max(landed_on)', 'day') }} as days_apart
from {{ ref('stg_product__arrived_events') }}
where
    quarantine_reason is null
    {%- if not reads_all_events() %}
    and event_id in (
        select event_id from {{ ref('stg_product__arrived_events') }}
        where landed_on in (
            select landed_on from {{ ref('stg_product__landing_days') }} where is_read
        )
    )
    {%- endif %}
group by event_id
having count(*) > 1
