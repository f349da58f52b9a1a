with retention_accounts as (

    select * from {{ ref('int_revenue__retention_accounts') }}
    where is_in_cohort

),

accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

account_margins as (

    select * from {{ ref('int_failure_modes__bn_account_margins') }}

),

final as (

    select
        retention_accounts.month as as_of_month,
        retention_accounts.account_id,
        coalesce(accounts.peer_group, 'unknown') as peer_group,
        retention_accounts.opening_arr,
        retention_accounts.closing_arr,
        least(retention_accounts.opening_arr, retention_accounts.closing_arr) as kept_arr,
        account_margins.margin_quarter_prior as margin_then,
        case
            when retention_accounts.closing_arr = 0 then 0
            else account_margins.margin_quarter
        end as margin_now
    from retention_accounts
    left join accounts
        on {{ dbt.dateadd('month', -12, 'retention_accounts.month') }} = accounts.as_of_month
            and retention_accounts.account_id = accounts.account_id
    left join account_margins
        on retention_accounts.month = account_margins.as_of_month
            and retention_accounts.account_id = account_margins.account_id

)

select * from final
