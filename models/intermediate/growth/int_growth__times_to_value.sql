with activation_times as (

    select * from {{ ref('int_growth__activation_times') }}

),

waits as (

    select
        series,
        starts_on,
        entry_model,
        is_assisted,
        unit,
        waited_seconds,
        count(*) as member_count,
        count(case when is_activated then 1 end) as activated_count
    from activation_times
    group by series, starts_on, entry_model, is_assisted, unit, waited_seconds

),

-- At risk is who has waited at least as long.
at_risk as (

    select
        *,
        sum(member_count) over (
            partition by series, starts_on, entry_model, is_assisted, unit
            order by waited_seconds desc nulls last
            rows between unbounded preceding and current row
        ) as risk_count
    from waits

),

-- The product-limit estimate: after the last one at risk nothing is left.
survival as (

    select
        *,
        exp(sum(
            case
                when activated_count >= risk_count then -1000
                else ln(1 - cast(activated_count as double) / risk_count)
            end
        ) over (
            partition by series, starts_on, entry_model, is_assisted, unit
            order by waited_seconds asc nulls last
            rows between unbounded preceding and current row
        )) as waiting_share
    from at_risk

),

final as (

    select
        series,
        starts_on,
        entry_model,
        is_assisted,
        unit,
        cast(sum(member_count) as bigint) as member_count,
        cast(sum(activated_count) as bigint) as activated_count,
        cast(min(case when waiting_share <= 0.5 + 1e-9 then waited_seconds end) as double) / 3600
            as median_hours,
        cast(min(case when waiting_share <= 0.25 + 1e-9 then waited_seconds end) as double) / 3600
            as p75_hours,
        cast(min(case when waiting_share <= 0.1 + 1e-9 then waited_seconds end) as double) / 3600
            as p90_hours
    from survival
    group by series, starts_on, entry_model, is_assisted, unit

)

select * from final
