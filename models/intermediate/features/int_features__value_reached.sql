with value_days as (

    select * from {{ ref('int_product__value_days') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

days as (

    select
        workspace_id,
        value_on
    from value_days
    group by workspace_id, value_on

),

numbered as (

    select
        days.workspace_id,
        days.value_on,
        parameters.vr_min_days,
        parameters.vr_window_days,
        row_number() over (partition by days.workspace_id order by days.value_on asc nulls last)
            as day_number
    from days
    cross join parameters

),

-- The day that, with the days before it inside the window, makes enough of them.
final as (

    select
        last_days.workspace_id,
        min(last_days.value_on) as value_reached_on
    from numbered as last_days
    inner join numbered as first_days
        on
            last_days.workspace_id = first_days.workspace_id
            and last_days.day_number = first_days.day_number + last_days.vr_min_days - 1
    where
        {{ dbt.datediff('first_days.value_on', 'last_days.value_on', 'day') }}
        < last_days.vr_window_days
    group by last_days.workspace_id

)

select * from final
