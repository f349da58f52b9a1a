{{ config(materialized='view') }}

with retention_accounts as (

    select * from {{ ref('int_revenue__retention_accounts') }}

),

retention_movements as (

    select * from {{ ref('int_revenue__retention_movements') }}

),

final as (

    select
        month,
        account_id,
        movement_type as component,
        cast(sum(arr_delta) as decimal(28, 8)) as arr
    from retention_movements
    group by month, account_id, movement_type
    union all
    select
        month,
        account_id,
        case when has_paid_before then 'winback' else 'new_customers' end as component,
        closing_arr as arr
    from retention_accounts
    where not is_in_cohort

)

select * from final
