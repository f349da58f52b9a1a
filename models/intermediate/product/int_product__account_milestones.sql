with account_value_days as (

    select * from {{ ref('int_product__account_value_days') }}

),

activations as (

    select * from {{ ref('int_product__activations') }}

),

thresholds as (

    select * from {{ ref('int_config__parameters') }}

),

-- The day that, with the days before it inside the window, makes enough of them.
reached as (

    select
        last_days.account_id,
        min(last_days.first_value_at) as value_reached_at
    from account_value_days as last_days
    cross join thresholds
    inner join account_value_days as first_days
        on
            last_days.account_id = first_days.account_id
            and last_days.day_number = first_days.day_number + thresholds.vr_min_days - 1
    where
        {{ dbt.datediff('first_days.value_on', 'last_days.value_on', 'day') }}
        < thresholds.vr_window_days
    group by last_days.account_id

),

final as (

    select
        account_value_days.account_id,
        activations.activated_at,
        reached.value_reached_at
    from account_value_days
    left join activations on account_value_days.account_id = activations.account_id
    left join reached on account_value_days.account_id = reached.account_id
    where account_value_days.day_number = 1

)

select * from final
