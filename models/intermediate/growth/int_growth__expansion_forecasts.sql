with events as (

    select * from {{ ref('int_revenue__events') }}
    where event_type like 'expansion%'

),

usage_forecasts as (

    select * from {{ ref('int_growth__usage_forecasts') }}

),

forecast_snapshots as (

    select * from {{ ref('stg_crm__forecast_snapshots') }}

),

opportunities as (

    select * from {{ ref('int_growth__opportunities') }}
    where opportunity_type = 'expansion'

),

-- What sales last said of each deal before the quarter, of those that were still open.
said as (

    select
        usage_forecasts.quarter,
        forecast_snapshots.category,
        forecast_snapshots.amount,
        row_number() over (
            partition by usage_forecasts.quarter, forecast_snapshots.opportunity_id
            order by
                forecast_snapshots.snapshot_on desc nulls last,
                forecast_snapshots.crm_account_id asc nulls last
        ) as turns_back
    from usage_forecasts
    inner join forecast_snapshots on usage_forecasts.quarter > forecast_snapshots.snapshot_on
    inner join opportunities
        on
            forecast_snapshots.opportunity_id = opportunities.opportunity_id
            and (
                opportunities.closed_on is null
                or usage_forecasts.quarter <= opportunities.closed_on
            )

),

from_commit as (

    select
        quarter,
        sum(amount) as commit_arr,
        count(*) - count(amount) as without_amount
    from said
    where turns_back = 1 and category = 'commit'
    group by quarter

),

-- Who never forecast an expansion had no forecast of it, rather than one of nothing.
first_snapshots as (

    select min(forecast_snapshots.snapshot_on) as first_on
    from forecast_snapshots
    inner join opportunities on forecast_snapshots.opportunity_id = opportunities.opportunity_id

),

happened as (

    select
        cast({{ dbt.date_trunc('quarter', 'effective_on') }} as date) as quarter,
        sum(event_arr) as expansion_arr
    from events
    group by cast({{ dbt.date_trunc('quarter', 'effective_on') }} as date)

),

of_usage as (

    select
        quarter,
        'usage' as forecast_from,
        forecast_arr,
        case
            when forecast_arr is null then 'no use was known that could be carried on'
        end as reason
    from usage_forecasts

),

of_commit as (

    select
        usage_forecasts.quarter,
        'sales commit' as forecast_from,
        case
            when from_commit.without_amount > 0 then null
            when usage_forecasts.quarter > first_snapshots.first_on
                then coalesce(from_commit.commit_arr, 0)
        end as forecast_arr,
        case
            when from_commit.without_amount > 0 then 'a deal was committed without an amount'
            when usage_forecasts.quarter > first_snapshots.first_on then null
            else 'sales had no forecast of expansion on record'
        end as reason
    from usage_forecasts
    cross join first_snapshots
    left join from_commit on usage_forecasts.quarter = from_commit.quarter

),

forecasts as (

    select * from of_usage
    union all
    select * from of_commit

),

final as (

    select
        forecasts.quarter,
        forecasts.forecast_from,
        cast(forecasts.forecast_arr as decimal(28, 8)) as forecast_arr,
        cast(coalesce(happened.expansion_arr, 0) as decimal(28, 8)) as expansion_arr,
        forecasts.reason
    from forecasts
    left join happened on forecasts.quarter = happened.quarter

)

select * from final
