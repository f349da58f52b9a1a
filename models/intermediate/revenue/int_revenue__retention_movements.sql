with change_pieces as (

    select * from {{ ref('int_revenue__change_pieces') }}

),

retention_accounts as (

    select * from {{ ref('int_revenue__retention_accounts') }}

),

monthly as (

    select
        account_id,
        cast({{ dbt.date_trunc('month', 'moved_on') }} as date) as moved_month,
        movement_type,
        driver,
        cast(sum(mrr_delta) * 12 as decimal(28, 8)) as arr_delta
    from change_pieces
    group by
        account_id,
        cast({{ dbt.date_trunc('month', 'moved_on') }} as date),
        movement_type,
        driver

),

-- The movements of the twelve months between the two ends.
final as (

    select
        retention_accounts.month,
        retention_accounts.account_id,
        monthly.movement_type,
        monthly.driver,
        cast(sum(monthly.arr_delta) as decimal(28, 8)) as arr_delta
    from retention_accounts
    inner join monthly
        on retention_accounts.account_id = monthly.account_id
            and monthly.moved_month <= retention_accounts.month
            and monthly.moved_month > {{ dbt.dateadd('month', -12, 'retention_accounts.month') }}
    where retention_accounts.is_in_cohort
    group by
        retention_accounts.month,
        retention_accounts.account_id,
        monthly.movement_type,
        monthly.driver

)

select * from final
