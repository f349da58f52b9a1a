with limit_days as (

    select * from {{ ref('int_product__limit_days') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

-- Only a hard limit blocks, so only there did a user feel it.
readings as (

    select
        *,
        is_hard_limit and is_at_limit as is_blocked,
        lag(case when is_hard_limit and is_at_limit then used_on end) over (
            partition by workspace_id, limit_key, product_line order by used_on asc nulls last
        ) as blocked_before_on
    from limit_days

),

-- A run ends with a reading below the limit, or when nothing was read for too long.
first_days as (

    select
        readings.workspace_id,
        readings.limit_key,
        readings.product_line,
        readings.used_on,
        readings.quantity,
        readings.limit_value,
        row_number() over (
            partition by readings.workspace_id, readings.limit_key, readings.used_on
            order by readings.limit_value asc nulls last, readings.product_line asc nulls last
        ) as line_number
    from readings
    cross join parameters
    where
        readings.is_blocked
        and (
            readings.blocked_before_on is null
            or {{ dbt.datediff('readings.blocked_before_on', 'readings.used_on', 'day') }}
            > parameters.limit_reading_gap_days
        )

),

final as (

    select
        concat_ws('/', workspace_id, limit_key, cast(used_on as varchar)) as source_id,
        workspace_id,
        product_line,
        limit_key,
        {{ dbt.dateadd('second', -1, dbt.dateadd('day', 1, 'used_on')) }} as signalled_at,
        concat_ws(
            '',
            limit_key,
            ' at ',
            cast(cast(quantity as decimal(38, 2)) as varchar),
            ' of a hard limit of ',
            cast(cast(limit_value as decimal(38, 2)) as varchar)
        ) as evidence
    from first_days
    where line_number = 1

)

select * from final
