with worked_time as (

    select * from {{ ref('int_economics__worked_time') }}

),

cost_rates as (

    select * from {{ ref('stg_finance__cost_rates') }}

),

parameter_values as (

    select * from {{ ref('int_config__parameter_values') }}
    where parameter = 'time_cost_basis' and value = 'rate'

),

-- A rate holds from its day until the next one of its role.
rate_spans as (

    select
        role,
        loaded_hourly_rate,
        valid_from,
        lead(valid_from) over (partition by role order by valid_from asc nulls last) as valid_until
    from cost_rates

),

rated as (

    select
        worked_time.*,
        case when parameter_values.parameter is not null then rate_spans.loaded_hourly_rate end
            as hourly_rate
    from worked_time
    left join parameter_values on worked_time.minutes is not null
    left join rate_spans
        on case
                when worked_time.cost_line in ('support', 'success') then worked_time.cost_line
                else 'services'
            end = rate_spans.role
            and {{ dbt.dateadd('month', 1, 'worked_time.month') }} > rate_spans.valid_from
            and (
                rate_spans.valid_until is null
                or {{ dbt.dateadd('month', 1, 'worked_time.month') }} <= rate_spans.valid_until
            )

),

final as (

    select
        month,
        cost_line,
        account_id,
        is_billed,
        cast(
            coalesce(cast(minutes as double) / 60 * cast(hourly_rate as double), 0)
            as decimal(28, 8)
        ) as direct_amount,
        cast(
            case when hourly_rate is null then coalesce(minutes, item_count) else 0 end
            as decimal(28, 8)
        ) as weight
    from rated

)

select * from final
