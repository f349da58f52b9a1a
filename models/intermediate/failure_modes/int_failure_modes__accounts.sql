with months as (

    select * from {{ ref('int_failure_modes__months') }}

),

month_sums as (

    select * from {{ ref('int_revenue__month_sums') }}

),

revenue_accounts as (

    select * from {{ ref('int_revenue__accounts') }}

),

profiles as (

    select * from {{ ref('int_identity__account_profiles') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

final as (

    select
        months.as_of_month,
        months.as_of_on,
        now_sums.account_id,
        case
            when now_sums.closing_mrr * 12 < parameters.peer_small_max_arr then 'small'
            when now_sums.closing_mrr * 12 < parameters.peer_medium_max_arr then 'medium'
            else 'large'
        end as peer_group,
        revenue_accounts.first_paid_on,
        profiles.first_seen_at,
        cast(now_sums.closing_mrr * 12 as decimal(28, 8)) as arr,
        cast(coalesce(year_ago_sums.closing_mrr, 0) * 12 as decimal(28, 8)) as arr_year_ago
    from months
    cross join parameters
    inner join month_sums as now_sums
        on months.as_of_month >= now_sums.month
            and (now_sums.next_month is null or months.as_of_month < now_sums.next_month)
    inner join revenue_accounts on now_sums.account_id = revenue_accounts.account_id
    left join month_sums as year_ago_sums
        on now_sums.account_id = year_ago_sums.account_id
            and {{ dbt.dateadd('month', -12, 'months.as_of_month') }} >= year_ago_sums.month
            and (
                year_ago_sums.next_month is null
                or {{ dbt.dateadd('month', -12, 'months.as_of_month') }} < year_ago_sums.next_month
            )
    left join profiles on now_sums.account_id = profiles.account_id
    where now_sums.closing_mrr > 0 and not coalesce(profiles.is_internal, false)

)

select * from final
