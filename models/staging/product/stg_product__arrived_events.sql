{{ config(
    materialized='incremental',
    incremental_strategy=whole_days_strategy(),
    partition_by=whole_days_partition('landed_on'),
) }}
{%- set columns = ['event_id', 'occurred_at', 'received_at', 'user_id', 'anonymous_id',
    'workspace_id', 'session_id', 'event_name', 'product_line', 'quantity', 'is_bot'] %}
{%- if is_incremental() %}
{%- set landing = ref('stg_product__landing_days') %}
{%- set first_compared = dbt.dateadd(
    'day', -1 * (var('event_duplicate_days') | int), 'min(landed_on)') %}
{%- set compared_since = first_day([
    "select cast(" ~ first_compared ~ " as date) as day from " ~ landing ~ " where is_read",
    "select min(landed_on) as day from " ~ landing ~ " where exists (select 1 from " ~ landing
    ~ " where is_read and undated_count > 0)"]) %}
{%- endif %}
with landing_days as (select * from {{ ref('stg_product__landing_days') }}),

base as (

    select * from {{ ref('base_product__product_events') }}
    {%- if is_incremental() %}
    where landed_on in (select landed_on from landing_days where is_read)
    {%- endif %}

),

-- The same rows once more, narrow: an engine that keeps a CTE would keep all of them.
usable as (

    select event_id, landed_on from {{ ref('base_product__product_events') }}
    where quarantine_reason is null
    {%- if is_incremental() %}
        and landed_on in (select landed_on from landing_days where is_read)
    {%- endif %}

),

{% if is_incremental() -%}
-- In two parts: the first reads only the last days of what is known, the second only undated rows.
earlier as (

    select * from {{ this }}
    where
        landed_on >= {{ compared_since }}
        and event_id in (select event_id from usable)
        and coalesce(quarantine_reason, 'duplicate') = 'duplicate'
    union all
    select * from {{ this }}
    where
        landed_on < {{ compared_since }}
        and received_at is null
        and event_id in (select event_id from usable)
        and coalesce(quarantine_reason, 'duplicate') = 'duplicate'

),

{% endif -%}
repeated as (

    select event_id from usable
    group by event_id
    having count(*) > 1
    {%- if is_incremental() %}
    union
    select event_id from earlier
    {%- endif %}

),

versions as (

    select
        {{ columns | join(', ') }}, source_file, source_position, landed_on
    from {{ ref('base_product__product_events') }}
    where
        quarantine_reason is null
        and event_id in (select event_id from repeated)
    {%- if is_incremental() %}
        and landed_on in (select landed_on from landing_days where is_read)
    union all
    select
        {{ columns | join(', ') }}, source_file, source_position, landed_on
    from earlier
    {%- endif %}

),

in_order as (

    select
        source_file,
        source_position,
        landed_on,
        received_at,
        lag(landed_on) over copies as copy_landed_on,
        lag(received_at) over copies as copy_received_at
    from versions
    window
        copies as (
            partition by event_id
            order by
                landed_on asc nulls last,
                received_at asc nulls last,
                occurred_at asc nulls last,
                {{ row_content(columns) }} nulls last,
                source_file nulls last,
                source_position nulls last
        )

),

-- A copy without a time of arrival lands on the day of its event, which says nothing of when it was
-- sent: such copies are held against the whole history.
duplicates as (

    select source_file, source_position, 'duplicate' as duplicate_reason from in_order
    where
        landed_on
        <= {{ dbt.dateadd('day', var('event_duplicate_days'), 'copy_landed_on') }}
        or (copy_landed_on is not null and (received_at is null or copy_received_at is null))

),

final as (

    select
        {{ columns | join(', ') }},
        base.source_file,
        base.source_position,
        base.occurred_on,
        coalesce(base.quarantine_reason, duplicates.duplicate_reason) as quarantine_reason,
        base.landed_on
    from base
    left join duplicates
        on
            base.source_position = duplicates.source_position
            and base.source_file = duplicates.source_file

)

select * from final
