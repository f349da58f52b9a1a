with value_index as (

    select * from {{ ref('int_failure_modes__value_index') }}

),

signals as (

    select * from {{ ref('int_product__signals') }}

),

start_inputs as (

    select * from {{ ref('int_product__start_inputs') }}

),

parameter_values as (

    select * from {{ ref('int_config__parameter_values') }}

),

settings as (

    select cast(max(value) as bigint) as idle_days
    from parameter_values
    where parameter = 'idle_signal_days'

),

-- Quarter ends, and today in an open quarter.
quarter_ends as (

    select
        cast({{ dbt.date_trunc('quarter', 'as_of_month') }} as date) as quarter,
        max(as_of_month) as as_of_month
    from value_index
    group by cast({{ dbt.date_trunc('quarter', 'as_of_month') }} as date)

),

medians as (

    select
        quarter_ends.quarter,
        value_index.peer_group,
        median(value_index.value_index) as median_value
    from quarter_ends
    inner join value_index on quarter_ends.as_of_month = value_index.as_of_month
    where value_index.value_index is not null
    group by quarter_ends.quarter, value_index.peer_group

),

judged as (

    select
        medians.quarter,
        value_index.account_id,
        max(case when value_index.value_index >= medians.median_value then 1 else 0 end)
            as is_valued,
        max(case when signals.signal_id is not null then 1 else 0 end) as is_spoken_to
    from quarter_ends
    cross join settings
    inner join value_index on quarter_ends.as_of_month = value_index.as_of_month
    inner join medians
        on quarter_ends.quarter = medians.quarter and value_index.peer_group = medians.peer_group
    left join signals
        on value_index.account_id = signals.account_id
            and signals.can_start
            and cast(signals.signalled_at as date) <= value_index.as_of_on
            and cast(signals.signalled_at as date)
            > {{ dbt.dateadd('day', '-1 * settings.idle_days', 'value_index.as_of_on') }}
    where value_index.value_index is not null
    group by medians.quarter, value_index.account_id

),

final as (

    select
        judged.quarter,
        count(*) as accounts,
        sum(
            case
                when not start_inputs.has_starts then null
                when judged.is_valued = 1 and judged.is_spoken_to = 0 then 1
                else 0
            end
        ) as idle_accounts
    from judged
    cross join start_inputs
    group by judged.quarter

)

select * from final
