{{ config(group="warehouse") }}

-- What it is: what may never be among signals and motions. A computed signal that can have started
-- something; a signal later than the as-of day; a type that the project itself makes and does not
-- define; a condition computed for a type without a definition; a motion before its signal or after
-- its window; a signal without a row that says what came of it.
-- When it matters: hindsight would credit the product with what it never said.
-- How to fix: a new type needs a row in seeds/signal_definitions.csv; for the rest read the reason.
with signals as (

    select * from {{ ref('fct_product_signals') }}

),

motions as (

    select * from {{ ref('fct_signal_motions') }}

),

signal_definitions as (

    select * from {{ ref('signal_definitions') }}

),

computed_holds as (

    select distinct signal_type from {{ ref('int_product__computed_holds') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

)

select
    signals.signal_id as what,
    'a computed or undelivered signal can have started something' as reason
from signals
where can_start and (origin = 'computed' or not is_delivered)
union all
select
    signals.signal_id as what,
    'it is later than the as-of day' as reason
from signals
cross join as_of
where signals.signalled_at > as_of.as_of_at
union all
select
    signals.signal_id as what,
    'its type is not defined' as reason
from signals
left join signal_definitions
    on signals.signal_type = signal_definitions.signal_type
    and signals.origin = signal_definitions.origin
where signals.origin <> 'recorded' and signal_definitions.signal_type is null
union all
select
    computed_holds.signal_type as what,
    'it is computed and not defined' as reason
from computed_holds
left join signal_definitions
    on computed_holds.signal_type = signal_definitions.signal_type
    and signal_definitions.origin = 'computed'
where signal_definitions.signal_type is null
union all
select
    motions.signal_id as what,
    'its motion is not within its window' as reason
from motions
cross join parameters
where
    motions.motion_at < motions.signalled_at
    or motions.motion_at
    > {{ dbt.dateadd('day', 'parameters.window_days', 'motions.signalled_at') }}
    or (motions.motion_kind = 'none') <> (motions.motion_at is null)
union all
select
    coalesce(signals.signal_id, motions.signal_id) as what,
    'it stands in one of the two marts only' as reason
from signals
full outer join motions on signals.signal_id = motions.signal_id
where
    motions.signal_id is null
    or (signals.signal_id is null and not motions.is_excluded)
