with seat_levels as (

    select * from {{ ref('int_product__seat_levels') }}

),

as_of_dates as (

    select * from {{ ref('int_features__as_of_dates') }}

),

spans as (

    select
        *,
        lead(changed_on) over (
            partition by account_id, product_line order by changed_on asc nulls last
        ) as changes_next_on
    from seat_levels

),

final as (

    select
        spans.account_id,
        spans.product_line,
        as_of_dates.as_of_on,
        spans.active_users as line_users,
        spans.paid_seats,
        case
            when spans.paid_seats > 0
                then cast(spans.active_users as double) / cast(spans.paid_seats as double)
        end as seat_fill_share
    from spans
    inner join as_of_dates
        on
            spans.changed_on <= as_of_dates.as_of_on
            and (
                spans.changes_next_on is null or spans.changes_next_on > as_of_dates.as_of_on
            )

)

select * from final
