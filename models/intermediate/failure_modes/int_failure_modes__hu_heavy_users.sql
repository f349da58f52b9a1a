with months as (

    select * from {{ ref('int_failure_modes__months') }}

),

retention_accounts as (

    select * from {{ ref('int_revenue__retention_accounts') }}
    where is_in_cohort

),

usage_index as (

    select * from {{ ref('int_failure_modes__usage_index') }}

),

settings as (

    select * from {{ ref('int_failure_modes__hu_settings') }}

),

-- The last month end at least so many days before the year began.
starts as (

    select
        months.as_of_month,
        max(earlier_months.as_of_month) as ranked_month
    from months
    cross join settings
    inner join months as earlier_months
        on
            {{ dbt.datediff(
                'earlier_months.as_of_on', dbt.dateadd('month', -12, 'months.as_of_on'), 'day'
            ) }} >= settings.hu_surprise_days
    group by months.as_of_month

),

final as (

    select
        starts.as_of_month,
        retention_accounts.account_id,
        usage_index.peer_group,
        usage_index.usage_percentile,
        coalesce(usage_index.usage_percentile > 1 - settings.hu_heavy_share, false) as is_heavy,
        retention_accounts.opening_arr,
        cast(
            case
                when retention_accounts.closing_arr < retention_accounts.opening_arr
                    then retention_accounts.closing_arr
                else retention_accounts.opening_arr
            end as decimal(28, 8)
        ) as kept_arr
    from starts
    cross join settings
    inner join retention_accounts on starts.as_of_month = retention_accounts.month
    left join usage_index
        on
            starts.ranked_month = usage_index.as_of_month
            and retention_accounts.account_id = usage_index.account_id

)

select * from final
