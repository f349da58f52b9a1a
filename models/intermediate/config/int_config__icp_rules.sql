-- The company's own table replaces the project's defaults whole.
with own as (

    select * from {{ ref('stg_config__icp_rules') }}

),

defaults as (

    select * from {{ ref('icp_rules') }}

),

own_count as (

    select count(*) as row_count from own

),

final as (

    select
        attribute,
        operator,
        operand,
        points
    from own
    union all
    select
        defaults.attribute,
        defaults.operator,
        defaults.operand,
        defaults.points
    from defaults
    cross join own_count
    where own_count.row_count = 0

)

select * from final
