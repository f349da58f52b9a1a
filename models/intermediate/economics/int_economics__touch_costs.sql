with human_touches as (

    select * from {{ ref('int_motions__human_touches') }}

),

cost_rates as (

    select * from {{ ref('stg_finance__cost_rates') }}

),

-- An opportunity is opened and a form filled in beside other work: neither takes time of its own.
touches as (

    select
        touch_id,
        source_table,
        account_id,
        opportunity_id,
        order_id,
        touched_at,
        channel,
        side,
        is_commercial,
        cast(minutes as decimal(28, 8)) as minutes,
        cast({{ dbt.date_trunc('month', 'touched_at') }} as date) as touched_month,
        case
            when actor_function in ('sales', 'founder') then 'sales'
            when actor_function in ('success', 'support', 'marketing') then actor_function
            when actor_function is null and source_table = 'tickets' then 'support'
            when actor_function is null and source_table = 'cs_activities' then 'success'
            when actor_function is null then 'sales'
        end as cost_role,
        actor_function is null as is_role_assumed
    from human_touches
    where source_table in ('commercial_touches', 'cs_activities', 'tickets')

),

silent as (

    select distinct
        channel,
        touched_month
    from touches
    where minutes is null

),

-- What was not recorded took as long as such touches did in the year that ends with its month.
medians as (

    select
        silent.channel,
        silent.touched_month,
        cast(median(touches.minutes) as decimal(28, 8)) as median_minutes,
        cast(stddev_pop(cast(touches.minutes as double)) as decimal(28, 8)) as minutes_deviation
    from silent
    inner join touches
        on silent.channel = touches.channel
            and silent.touched_month >= touches.touched_month
            and {{ dbt.dateadd('month', -12, 'silent.touched_month') }} < touches.touched_month
    where touches.minutes is not null
    group by silent.channel, silent.touched_month

),

rates as (

    select
        role,
        loaded_hourly_rate,
        valid_from,
        lead(valid_from) over (partition by role order by valid_from asc nulls last) as valid_until
    from cost_rates

),

timed as (

    select
        touches.*,
        coalesce(touches.minutes, medians.median_minutes) as known_minutes,
        case when touches.minutes is null then medians.minutes_deviation else 0 end
            as minutes_deviation,
        rates.loaded_hourly_rate
    from touches
    left join medians
        on touches.channel = medians.channel and touches.touched_month = medians.touched_month
    left join rates
        on touches.cost_role = rates.role
            and touches.touched_at >= rates.valid_from
            and (rates.valid_until is null or touches.touched_at < rates.valid_until)

),

final as (

    select
        touch_id,
        source_table,
        account_id,
        opportunity_id,
        order_id,
        touched_at,
        touched_month,
        channel,
        side,
        cost_role,
        is_role_assumed,
        is_commercial,
        not is_commercial and cost_role = 'success' as is_success_work,
        case
            when minutes is not null then 'recorded'
            when known_minutes is not null then 'median of the channel'
            else 'unknown'
        end as minutes_basis,
        known_minutes as minutes,
        cast(loaded_hourly_rate as decimal(28, 8)) as hourly_rate,
        cast(
            cast(known_minutes as double) * cast(loaded_hourly_rate as double) / 60
            as decimal(28, 8)
        ) as cost,
        cast(
            cast(minutes_deviation as double) * cast(loaded_hourly_rate as double) / 60
            as decimal(28, 8)
        ) as cost_deviation,
        case
            when cost_role is null then 'the company does not pay the time of this function'
            when known_minutes is null then 'no minutes are recorded for this channel'
            when loaded_hourly_rate is null then 'no cost rate of the function holds on that day'
        end as cost_reason
    from timed

)

select * from final
