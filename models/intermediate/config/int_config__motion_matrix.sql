-- The company's own table replaces the project's defaults whole.
with own as (

    select * from {{ ref('stg_config__motion_matrix') }}

),

defaults as (

    select * from {{ ref('motion_matrix') }}

),

own_count as (

    select count(*) as row_count from own

),

final as (

    select
        min_acv,
        max_acv,
        min_committee,
        max_committee,
        requires_procurement,
        motion
    from own
    union all
    select
        defaults.min_acv,
        defaults.max_acv,
        defaults.min_committee,
        defaults.max_committee,
        defaults.requires_procurement,
        defaults.motion
    from defaults
    cross join own_count
    where own_count.row_count = 0

)

select * from final
