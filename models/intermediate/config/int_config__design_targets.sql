-- The company's own table replaces the project's defaults whole.
with own as (

    select * from {{ ref('stg_config__design_targets') }}

),

defaults as (

    select * from {{ ref('design_targets') }}

),

own_count as (

    select count(*) as row_count from own

),

final as (

    select
        stage,
        target_share,
        false as is_placeholder
    from own
    union all
    select
        defaults.stage,
        defaults.target_share,
        true as is_placeholder
    from defaults
    cross join own_count
    where own_count.row_count = 0

)

select * from final
