with differences as (

    select * from {{ ref('int_revenue__nrr_differences') }}

),

cohorts as (

    select distinct month
    from {{ ref('int_revenue__retention_accounts') }}
    where is_in_cohort

),

final as (

    select
        differences.month,
        differences.dialect,
        differences.account_id,
        differences.component,
        differences.arr_difference,
        differences.why
    from differences
    inner join cohorts on differences.month = cohorts.month

)

select * from final
