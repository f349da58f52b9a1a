-- The company's own table replaces the project's defaults whole.
with own as (

    select * from {{ ref('stg_config__benchmarks') }}

),

defaults as (

    select * from {{ ref('benchmarks') }}

),

own_count as (

    select count(*) as row_count from own

),

final as (

    select
        metric,
        band,
        low,
        median,
        high,
        source
    from own
    union all
    select
        defaults.metric,
        defaults.band,
        defaults.low,
        defaults.median,
        defaults.high,
        defaults.source
    from defaults
    cross join own_count
    where own_count.row_count = 0

)

select * from final
