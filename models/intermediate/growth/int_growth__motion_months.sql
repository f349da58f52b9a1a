with months as (

    select * from {{ ref('int_growth__months') }}

),

assignments as (

    select * from {{ ref('stg_crm__motion_assignments') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

month_sums as (

    select * from {{ ref('int_revenue__month_sums') }}

),

-- Of an account's records the one assigned last speaks for it.
assigned as (

    select
        months.month,
        crm_accounts.account_id,
        assignments.motion,
        row_number() over (
            partition by months.month, crm_accounts.account_id
            order by
                assignments.valid_from desc nulls last,
                assignments.crm_account_id asc nulls last
        ) as assignment_number
    from months
    inner join assignments
        on
            months.ends_on >= assignments.valid_from
            and (assignments.valid_to is null or months.ends_on < assignments.valid_to)
    inner join crm_accounts on assignments.crm_account_id = crm_accounts.crm_account_id

),

final as (

    select
        months.month,
        month_sums.account_id,
        coalesce(assigned.motion, 'unassigned') as motion,
        cast(12 * month_sums.closing_mrr as decimal(28, 8)) as closing_arr
    from month_sums
    inner join months
        on
            month_sums.month <= months.month
            and (month_sums.next_month is null or month_sums.next_month > months.month)
    left join assigned
        on
            months.month = assigned.month
            and month_sums.account_id = assigned.account_id
            and assigned.assignment_number = 1
    where month_sums.closing_mrr > 0

)

select * from final
