-- The company's own table replaces the project's defaults whole.
with own as (

    select * from {{ ref('stg_config__pql_points') }}

),

defaults as (

    select * from {{ ref('pql_points') }}

),

own_count as (

    select count(*) as row_count from own

),

final as (

    select
        signal,
        points
    from own
    union all
    select
        defaults.signal,
        defaults.points
    from defaults
    cross join own_count
    where own_count.row_count = 0

)

select * from final
