with workspace_value_days as (

    select * from {{ ref('int_product__workspace_value_days') }}

),

activations as (

    select * from {{ ref('int_product__workspace_activations') }}

),

thresholds as (

    select * from {{ ref('int_config__parameters') }}

),

-- The day that, with the days before it inside the window, makes enough of them.
reached as (

    select
        last_days.workspace_id,
        min(last_days.first_value_at) as value_reached_at
    from workspace_value_days as last_days
    cross join thresholds
    inner join workspace_value_days as first_days
        on
            last_days.workspace_id = first_days.workspace_id
            and last_days.day_number = first_days.day_number + thresholds.vr_min_days - 1
    where
        {{ dbt.datediff('first_days.value_on', 'last_days.value_on', 'day') }}
        < thresholds.vr_window_days
    group by last_days.workspace_id

),

firsts as (

    select
        workspace_id,
        min(first_value_at) as first_value_at,
        min(case when day_number = 2 then value_on end) as second_value_on,
        max(value_on) as last_value_on
    from workspace_value_days
    group by workspace_id

),

final as (

    select
        firsts.workspace_id,
        firsts.first_value_at,
        activations.activated_at,
        reached.value_reached_at,
        firsts.second_value_on,
        firsts.last_value_on
    from firsts
    left join activations on firsts.workspace_id = activations.workspace_id
    left join reached on firsts.workspace_id = reached.workspace_id

)

select * from final
