with active_user_steps as (

    select * from {{ ref('int_product__active_user_steps') }}
    where scope_kind = 'product_line'

),

paid_seat_steps as (

    select * from {{ ref('int_product__paid_seat_steps') }}

),

line_naming as (

    select * from {{ ref('int_product__line_naming') }}

),

seat_lines as (

    select distinct
        account_id,
        product_line
    from paid_seat_steps

),

steps as (

    select
        seat_lines.account_id,
        seat_lines.product_line,
        active_user_steps.changed_on,
        active_user_steps.user_change,
        cast(0 as decimal(38, 10)) as seat_change
    from seat_lines
    cross join line_naming
    inner join active_user_steps
        on
            seat_lines.account_id = active_user_steps.account_id
            and (
                seat_lines.product_line = active_user_steps.scope_key
                or not line_naming.is_named
            )
    union all
    select
        account_id,
        product_line,
        changed_on,
        0 as user_change,
        seat_change
    from paid_seat_steps

),

days as (

    select
        account_id,
        product_line,
        changed_on,
        sum(user_change) as user_change,
        sum(seat_change) as seat_change
    from steps
    group by account_id, product_line, changed_on

),

final as (

    select
        account_id,
        product_line,
        changed_on,
        cast(sum(user_change) over (
            partition by account_id, product_line order by changed_on asc nulls last
            rows between unbounded preceding and current row
        ) as bigint) as active_users,
        cast(sum(seat_change) over (
            partition by account_id, product_line order by changed_on asc nulls last
            rows between unbounded preceding and current row
        ) as decimal(38, 10)) as paid_seats
    from days

)

select * from final
