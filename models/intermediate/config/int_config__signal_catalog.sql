-- The company's own table replaces the project's defaults whole.
with own as (

    select * from {{ ref('stg_config__signal_catalog') }}

),

defaults as (

    select * from {{ ref('signal_catalog') }}

),

own_count as (

    select count(*) as row_count from own

),

final as (

    select
        signal_type,
        stage,
        failure_mode,
        kind,
        play_key,
        is_live,
        live_from
    from own
    union all
    select
        defaults.signal_type,
        defaults.stage,
        defaults.failure_mode,
        defaults.kind,
        defaults.play_key,
        defaults.is_live,
        defaults.live_from
    from defaults
    cross join own_count
    where own_count.row_count = 0

)

select * from final
