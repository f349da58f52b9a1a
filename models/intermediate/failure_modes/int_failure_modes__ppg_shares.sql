with event_verdicts as (

    select * from {{ ref('int_attribution__event_verdicts') }}

),

months as (

    select * from {{ ref('int_failure_modes__months') }}

),

accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

start_inputs as (

    select * from {{ ref('int_product__start_inputs') }}

),

book as (

    select min(effective_on) as begins_on
    from event_verdicts

),

-- Twelve months of the book, never fewer.
spans as (

    select
        months.as_of_month,
        months.as_of_on,
        {{ dbt.dateadd('month', -12, dbt.dateadd('day', 1, 'months.as_of_on')) }} as from_at
    from months
    cross join book
    where
        {{ dbt.dateadd('month', -12, dbt.dateadd('day', 1, 'months.as_of_on')) }}
        >= {{ dbt.date_trunc('month', 'book.begins_on') }}

),

placed as (

    select
        spans.as_of_month,
        event_verdicts.stage,
        coalesce(accounts.peer_group, 'unknown') as peer_group,
        event_verdicts.initiated_by,
        event_verdicts.is_in_ratio,
        {%- for reading in ['strict', 'standard', 'broad'] %}
        case when start_inputs.has_starts then event_verdicts.is_product_{{ reading }} end
            as is_product_{{ reading }},
        {%- endfor %}
        event_verdicts.event_arr
    from spans
    cross join start_inputs
    inner join event_verdicts
        on spans.as_of_on >= event_verdicts.effective_on
            and spans.from_at <= event_verdicts.effective_on
    left join accounts
        on spans.as_of_month = accounts.as_of_month
            and event_verdicts.account_id = accounts.account_id

),

-- All stages leave acquisition out.
widened as (
    {% for stage, peer_group in [
        ('stage', 'peer_group'), ('stage', "'all'"), ("'all'", 'peer_group'), ("'all'", "'all'")
    ] %}
    select
        as_of_month,
        {{ stage }} as stage,
        {{ peer_group }} as peer_group,
        initiated_by,
        is_in_ratio,
        is_product_strict,
        is_product_standard,
        is_product_broad,
        event_arr
    from placed
    {{ "where stage <> 'acquisition'" if stage != 'stage' }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

summed as (

    select
        as_of_month,
        stage,
        peer_group,
        sum(case when is_in_ratio then 1 else 0 end) as ratio_events,
        sum(case when is_in_ratio then event_arr else 0 end) as ratio_arr,
        sum(case when initiated_by = 'unknown' then 1 else 0 end) as unknown_events
        {% for reading in ['strict', 'standard', 'broad'] %},
        sum(cast(is_product_{{ reading }} as integer)) as {{ reading }}_events,
        sum(cast(is_product_{{ reading }} as integer) * event_arr) as {{ reading }}_arr
    {%- endfor %}
    from widened
    group by as_of_month, stage, peer_group

),

final as (

    select
        as_of_month,
        stage,
        peer_group,
        cast(ratio_events as bigint) as ratio_events,
        cast(unknown_events as bigint) as unknown_events,
        cast(ratio_arr as decimal(28, 8)) as ratio_arr
        {% for reading in ['strict', 'standard', 'broad'] %},
        cast({{ reading }}_events as bigint) as {{ reading }}_events,
        cast({{ reading }}_events as double) / nullif(ratio_events, 0)
            as {{ reading }}_share_of_events,
        cast({{ reading }}_arr as double) / cast(nullif(ratio_arr, 0) as double)
            as {{ reading }}_share_of_arr
    {%- endfor %}
    from summed

)

select * from final
