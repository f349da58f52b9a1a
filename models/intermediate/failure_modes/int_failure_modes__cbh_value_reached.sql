with value_days as (

    select * from {{ ref('int_failure_modes__cbh_value_days') }}

),

purchases as (

    select * from {{ ref('int_failure_modes__cbh_purchases') }}

),

workspaces as (

    select * from {{ ref('stg_product__workspaces') }}

),

settings as (

    select * from {{ ref('int_failure_modes__cbh_settings') }}

),

-- The day that, with the days before it inside the window, makes enough of them.
deciding_days as (

    select
        last_days.account_id,
        last_days.product_line,
        last_days.first_value_at,
        last_days.value_on,
        last_days.workspace_id,
        row_number() over (
            partition by last_days.account_id, last_days.product_line
            order by last_days.value_on asc nulls last
        ) as place
    from value_days as last_days
    cross join settings
    inner join value_days as first_days
        on last_days.account_id = first_days.account_id
            and last_days.product_line = first_days.product_line
            and last_days.day_number = first_days.day_number + settings.vr_min_days - 1
    where {{ dbt.datediff('first_days.value_on', 'last_days.value_on', 'day') }}
        < settings.vr_window_days

),

value_lines as (

    select distinct product_line
    from value_days

),

-- A line of billing on which no value can be seen is taken to cover every line: what cannot be
-- told apart is no unpaid line.
covering as (

    select
        purchases.*,
        value_lines.product_line as covered_line
    from purchases
    left join value_lines on purchases.product_line = value_lines.product_line

),

bought as (

    select
        deciding_days.*,
        covering.paid_on,
        covering.bought_at,
        covering.order_id,
        covering.first_year_arr,
        covering.initiation,
        covering.initiated_by,
        row_number() over (
            partition by deciding_days.account_id, deciding_days.product_line
            order by
                covering.bought_at asc nulls last,
                covering.paid_on asc nulls last,
                covering.product_line asc nulls last
        ) as purchase_number
    from deciding_days
    left join covering
        on deciding_days.account_id = covering.account_id
            and (
                covering.covered_line is null
                or covering.covered_line = deciding_days.product_line
            )
    where deciding_days.place = 1

),

final as (

    select
        bought.account_id,
        bought.product_line,
        bought.first_value_at as value_reached_at,
        bought.value_on as value_reached_on,
        bought.workspace_id,
        workspaces.entry_model,
        case
            when workspaces.entry_model = 'pilot' then 'pilot'
            when workspaces.entry_model = 'sales_provisioned' then 'assisted'
            else 'self_serve'
        end as peer_group,
        bought.paid_on,
        bought.bought_at,
        bought.order_id,
        bought.first_year_arr,
        bought.initiation,
        bought.initiated_by,
        coalesce(bought.bought_at <= bought.first_value_at, false) as is_bought_before
    from bought
    left join workspaces on bought.workspace_id = workspaces.workspace_id
    where bought.purchase_number = 1

)

select * from final
