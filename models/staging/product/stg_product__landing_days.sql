{{ config(materialized='table') }}

-- depends_on: {{ ref('stg_product__known_workspaces') }}
-- depends_on: {{ ref('gate_config') }} {{ ref('gate_product') }}
{%- set news = events_news() %}
{%- set read = left_by_last_run('int_product__events_read') %}
{%- set judged = left_by_last_run('stg_product__judged_workspaces') %}
with as_of as (select * from {{ ref('as_of') }}),

files as ({{ arrived_files('product_events') }}),

dated as (

    select
        source_file,
        received_at,
        coalesce(cast(coalesce(received_at, occurred_at) as date), date '1970-01-01') as landed_on,
        coalesce(cast(occurred_at as date), date '1970-01-01') as occurred_on
    from ({{ arrived_rows('product', 'product_events', news.changed) }}) as arrived

),

counted as (

    select
        source_file,
        landed_on,
        occurred_on,
        count(*) as row_count,
        count(*) - count(received_at) as undated_count
    from dated
    group by source_file, landed_on, occurred_on

),

{% if not news.is_full -%}
before as (

    select
        known.*,
        files.source_file is not null as is_same
    from {{ read }} as known
    left join files
        on known.source_file = files.source_file and known.fingerprint = files.fingerprint

),

-- A file that has changed is read again, on the days that it held and on those that it holds.
changed_days as (

    select landed_on from counted
    union
    select landed_on from before
    where not is_same
    union
    select before.landed_on from before
    cross join as_of
    where
        before.landed_on > least(before.as_of_on, as_of.as_of_on)
        and before.landed_on <= greatest(before.as_of_on, as_of.as_of_on)
    union
    select rejudged.landed_on
    from ({{ rejudged_event_days(judged) }}) as rejudged

),

{% endif -%}
summed as (

    select
        source_file,
        landed_on,
        occurred_on,
        sum(case when is_there then row_count else 0 end) as row_count,
        sum(case when is_there then undated_count else 0 end) as undated_count,
        sum(sum(undated_count)) over (partition by landed_on) as undated_ever
    from (
        select source_file, landed_on, occurred_on, row_count, undated_count, true as is_there
        from counted
        {%- if not news.is_full %}
        union all
        select source_file, landed_on, occurred_on, row_count, undated_count, is_same as is_there
        from before
        {%- endif %}
    ) as present
    group by source_file, landed_on, occurred_on

),

changes as (

    select
        known_days.landed_on,
        {% if news.is_full -%}
        known_days.landed_on as changed_on, known_days.landed_on as undated_from,
        {%- else -%}
        max(changed_days.landed_on) over (
            order by known_days.landed_on asc nulls last
            rows between unbounded preceding and current row
        ) as changed_on,
        min(case when known_days.undated_ever > 0 then changed_days.landed_on end) over ()
            as undated_from,
        {%- endif %}
        known_days.undated_ever
    from (select distinct landed_on, undated_ever from summed) as known_days
    {%- if not news.is_full %}
    left join changed_days on known_days.landed_on = changed_days.landed_on
    {%- endif %}

),

-- What landed up to event_duplicate_days later may be told a duplicate of what has changed; where
-- nothing says when an event arrived (a changed one or the later one), whatever landed later.
days as (

    select
        landed_on,
        coalesce(
            landed_on >= undated_from
            or landed_on <= {{ dbt.dateadd('day', var('event_duplicate_days'), 'changed_on') }}
            or (undated_ever > 0 and changed_on is not null),
            false
        ) as is_read
    from changes

),

final as (

    select
        summed.source_file,
        files.fingerprint,
        summed.landed_on,
        summed.occurred_on,
        cast(summed.row_count as bigint) as row_count,
        cast(summed.undated_count as bigint) as undated_count,
        days.is_read,
        as_of.as_of_on,
        {{ 'true' if news.is_full else 'false' }} as is_full,
        '{{ news.because }}' as because,
        '{{ news.basis }}' as basis,
        '{{ invocation_id }}' as run_id
    from summed
    inner join days on summed.landed_on = days.landed_on
    left join files on summed.source_file = files.source_file
    cross join as_of

)

select * from final
