with retention_accounts as (

    select * from {{ ref('int_revenue__retention_accounts') }}

),

accounts as (

    select * from {{ ref('dim_accounts') }}

),

cohort as (

    select
        retention_accounts.*,
        coalesce(accounts.segment, 'unknown') as segment
    from retention_accounts
    left join accounts on retention_accounts.account_id = accounts.account_id
    where retention_accounts.is_in_cohort

),

segmented as (

    select
        month,
        segment,
        opening_arr,
        closing_arr
    from cohort
    union all
    select
        month,
        'all' as segment,
        opening_arr,
        closing_arr
    from cohort

),

summed as (

    select
        month,
        segment,
        cast(sum(opening_arr) as decimal(28, 8)) as opening_arr,
        cast(sum(closing_arr) as decimal(28, 8)) as closing_arr,
        cast(sum(least(opening_arr, closing_arr)) as decimal(28, 8)) as kept_arr,
        cast(sum(case when closing_arr = 0 then opening_arr else 0 end) as decimal(28, 8))
            as lost_arr,
        count(*) as opening_accounts,
        cast(sum(case when closing_arr > 0 then 1 else 0 end) as bigint) as kept_accounts
    from segmented
    group by month, segment

),

final as (

    select
        month,
        segment,
        opening_arr,
        closing_arr,
        kept_arr,
        opening_accounts,
        kept_accounts,
        closing_arr > opening_arr as is_above_100,
        cast(closing_arr - opening_arr as decimal(28, 8)) as net_growth_arr,
        cast(closing_arr as double) / cast(opening_arr as double) as nrr,
        cast(kept_arr as double) / cast(opening_arr as double) as grr,
        cast(kept_accounts as double) / cast(opening_accounts as double) as logo_retention,
        cast(lost_arr as double) / cast(opening_arr as double) as churn_rate,
        cast(opening_arr - lost_arr - kept_arr as double) / cast(opening_arr as double)
            as contraction_rate
    from summed

)

select * from final
