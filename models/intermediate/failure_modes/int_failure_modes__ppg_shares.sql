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
        sum(case when initiated_by = 'unknown' then 1 else 0 end) as unknown_events,
        sum(cast(is_product_strict as integer)) as strict_events,
        sum(cast(is_product_strict as integer) * event_arr) as strict_arr,
        sum(cast(is_product_standard as integer)) as standard_events,
        sum(cast(is_product_standard as integer) * event_arr) as standard_arr,
        sum(cast(is_product_broad as integer)) as broad_events,
        sum(cast(is_product_broad as integer) * event_arr) as broad_arr
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
        cast(ratio_arr as decimal(28, 8)) as ratio_arr,
        cast(strict_events as bigint) as strict_events,
        cast(strict_events as double) / nullif(ratio_events, 0)
            as strict_share_of_events,
        cast(strict_arr as double) / cast(nullif(ratio_arr, 0) as double)
            as strict_share_of_arr,
        cast(standard_events as bigint) as standard_events,
        cast(standard_events as double) / nullif(ratio_events, 0)
            as standard_share_of_events,
        cast(standard_arr as double) / cast(nullif(ratio_arr, 0) as double)
            as standard_share_of_arr,
        cast(broad_events as bigint) as broad_events,
        cast(broad_events as double) / nullif(ratio_events, 0)
            as broad_share_of_events,
        cast(broad_arr as double) / cast(nullif(ratio_arr, 0) as double)
            as broad_share_of_arr
    from summed

)

select * from final
