with states as (

    select * from {{ ref('int_failure_modes__ad_states') }}
    where is_base and state <> 'not_assessable'

),

retention_accounts as (

    select * from {{ ref('int_revenue__retention_accounts') }}
    where is_in_cohort

),

fits as (

    select * from {{ ref('int_failure_modes__ad_fits') }}

),

-- The verdict of a year ago, and what the year brought.
final as (

    select
        retention_accounts.month as as_of_month,
        states.account_id,
        states.peer_group,
        states.motion_indicated,
        states.state,
        retention_accounts.opening_arr,
        retention_accounts.closing_arr,
        cast(
            least(
                cast(retention_accounts.closing_arr as double)
                / cast(retention_accounts.opening_arr as double), 2
            ) as decimal(18, 8)
        ) as kept_and_grown,
        retention_accounts.closing_arr > retention_accounts.opening_arr as has_expanded,
        fits.human_cost
    from retention_accounts
    inner join states
        on retention_accounts.account_id = states.account_id
            and states.as_of_month
            = {{ dbt.dateadd('month', -12, 'retention_accounts.month') }}
    left join fits
        on retention_accounts.account_id = fits.account_id
            and retention_accounts.month = fits.as_of_month

)

select * from final
