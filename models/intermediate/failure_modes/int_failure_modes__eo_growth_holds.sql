with growth_levels as (

    select * from {{ ref('int_failure_modes__eo_growth_levels') }}

),

settings as (

    select * from {{ ref('int_failure_modes__eo_settings') }}

),

-- Two whole windows must have passed: whoever has just begun grows in any case.
judged as (

    select
        growth_levels.*,
        cast(greatest(
            growth_levels.changed_on,
            cast(
                {{ dbt.dateadd(
                    'day', '2 * settings.window_days - 1', 'growth_levels.first_on'
                ) }} as date
            )
        ) as date) as holds_from_on,
        growth_levels.prior_level > 0
        and growth_levels.recent_level >= (1 + settings.eo_growth_pct) * growth_levels.prior_level
        and growth_levels.recent_level - growth_levels.prior_level
        >= case
            when growth_levels.measure = 'volume' then settings.eo_growth_min_limit_share
            else settings.eo_growth_min_users
        end as is_growing
    from growth_levels
    cross join settings

),

as_of as (

    select * from {{ ref('as_of') }}

),

final as (

    select
        judged.measure,
        judged.account_id,
        judged.product_line,
        judged.subject,
        judged.holds_from_on,
        judged.changes_next_on as holds_until_on,
        case
            when judged.measure = 'volume'
                then concat_ws(
                        '',
                        {{ dbt.split_part('judged.subject', "'/'", 2) }}, ' at a mean of ',
                        cast(cast(judged.recent_level * 100 as decimal(38, 0)) as varchar),
                        '% of the limit after ',
                        cast(cast(judged.prior_level * 100 as decimal(38, 0)) as varchar), '%'
                    )
            else concat_ws(
                    '',
                    cast(cast(judged.recent_level as bigint) as varchar),
                    case
                        when judged.measure = 'users' then ' active users after '
                        else ' paid seats after '
                    end,
                    cast(cast(judged.prior_level as bigint) as varchar)
                )
        end as evidence
    from judged
    cross join as_of
    where
        judged.is_growing
        and judged.holds_from_on <= as_of.as_of_on
        and (judged.changes_next_on is null or judged.changes_next_on > judged.holds_from_on)

)

select * from final
