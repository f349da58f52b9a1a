with durable as (

    select * from {{ ref('int_failure_modes__bn_durable') }}

),

quarters as (

    select * from {{ ref('int_failure_modes__bn_quarters') }}

),

dated as (

    select
        quarters.quarter,
        durable.*
    from quarters
    inner join durable on quarters.as_of_month = durable.as_of_month

),

components as (

    select
        quarter,
        opening_arr,
        'nrr' as component,
        1 as component_order,
        nrr_arr as arr
    from dated
    union all
    select
        quarter,
        opening_arr,
        'price_only' as component,
        2 as component_order,
        price_only_arr as arr
    from dated
    union all
    select
        quarter,
        opening_arr,
        'concessions' as component,
        3 as component_order,
        concession_arr as arr
    from dated
    union all
    select
        quarter,
        opening_arr,
        'thin_margin_expansion' as component,
        4 as component_order,
        thin_expansion_arr as arr
    from dated
    union all
    select
        quarter,
        opening_arr,
        'durable_nrr' as component,
        5 as component_order,
        durable_arr as arr
    from dated

),

final as (

    select
        quarter,
        component,
        component_order,
        100 * cast(arr as double) / cast(opening_arr as double) as points,
        arr
    from components

)

select * from final
