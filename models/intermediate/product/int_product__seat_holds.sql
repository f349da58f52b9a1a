with seat_levels as (

    select * from {{ ref('int_product__seat_levels') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

judged as (

    select
        seat_levels.*,
        seat_levels.paid_seats > 0
        and seat_levels.active_users >= parameters.eo_saturation_pct * seat_levels.paid_seats
            as is_saturated
    from seat_levels
    cross join parameters

),

turns as (

    select
        *,
        lag(is_saturated) over (
            partition by account_id, product_line order by changed_on asc nulls last
        ) as was_saturated
    from judged

),

spells as (

    select
        account_id,
        product_line,
        changed_on as begins_on,
        is_saturated,
        lead(changed_on) over (
            partition by account_id, product_line order by changed_on asc nulls last
        ) as ends_on
    from turns
    where is_saturated <> coalesce(was_saturated, false)

),

-- A spell speaks once it has lasted, on the last of the days that it takes.
lasting as (

    select
        spells.account_id,
        spells.product_line,
        spells.ends_on,
        cast(
            {{ dbt.dateadd('day', 'parameters.eo_saturation_days - 1', 'spells.begins_on') }}
            as date
        ) as holds_from_on
    from spells
    cross join parameters
    where spells.is_saturated

),

speaking as (

    select
        lasting.*,
        seat_levels.active_users,
        seat_levels.paid_seats,
        row_number() over (
            partition by lasting.account_id, lasting.product_line, lasting.holds_from_on
            order by seat_levels.changed_on desc nulls last
        ) as level_number
    from lasting
    cross join as_of
    inner join seat_levels
        on
            lasting.account_id = seat_levels.account_id
            and lasting.product_line = seat_levels.product_line
            and lasting.holds_from_on >= seat_levels.changed_on
    where
        lasting.holds_from_on <= as_of.as_of_on
        and (lasting.ends_on is null or lasting.ends_on > lasting.holds_from_on)

),

final as (

    select
        'seat_saturation' as signal_type,
        account_id,
        product_line,
        holds_from_on,
        ends_on as holds_until_on,
        concat_ws(
            '',
            cast(active_users as varchar),
            ' active users on ',
            cast(cast(paid_seats as bigint) as varchar),
            ' paid seats'
        ) as evidence
    from speaking
    where level_number = 1

)

select * from final
