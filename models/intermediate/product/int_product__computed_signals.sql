with computed_holds as (

    select * from {{ ref('int_product__computed_holds') }}

),

signal_definitions as (

    select * from {{ ref('signal_definitions') }}
    where origin = 'computed'

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

-- The last day that any earlier stretch reached: what goes on within the days allowed is no onset.
stretches as (

    select
        *,
        count(*) over (
            partition by signal_type, account_id, subject
            order by holds_from_on asc nulls last
            rows between unbounded preceding and 1 preceding
        ) as earlier_count,
        count(holds_until_on) over (
            partition by signal_type, account_id, subject
            order by holds_from_on asc nulls last
            rows between unbounded preceding and 1 preceding
        ) as ended_count,
        max(holds_until_on) over (
            partition by signal_type, account_id, subject
            order by holds_from_on asc nulls last
            rows between unbounded preceding and 1 preceding
        ) as held_until_on
    from computed_holds

),

onsets as (

    select stretches.*
    from stretches
    cross join parameters
    where
        stretches.earlier_count = 0
        or (
            stretches.earlier_count = stretches.ended_count
            and {{ dbt.datediff('stretches.held_until_on', 'stretches.holds_from_on', 'day') }}
            > parameters.spell_gap_days
        )

),

-- What takes a day's whole use is known at the end of it.
final as (

    select
        concat_ws(
            '/',
            onsets.signal_type,
            onsets.account_id,
            onsets.subject,
            cast(onsets.holds_from_on as varchar)
        ) as source_id,
        {{ dbt.split_part('signal_definitions.source_tables', "'|'", 1) }} as source_table,
        onsets.account_id,
        onsets.workspace_id,
        onsets.product_line,
        onsets.signal_type,
        {{ dbt.dateadd('second', -1, dbt.dateadd('day', 1, 'onsets.holds_from_on')) }}
            as signalled_at,
        signal_definitions.strength,
        onsets.evidence
    from onsets
    inner join signal_definitions on onsets.signal_type = signal_definitions.signal_type

)

select * from final
