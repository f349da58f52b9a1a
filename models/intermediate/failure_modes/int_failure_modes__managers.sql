with months as (

    select * from {{ ref('int_failure_modes__months') }}

),

csm_assignments as (

    select * from {{ ref('stg_success__csm_assignments') }}

),

account_of as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

-- The latest assignment that holds on the day; the id settles a tie.
in_order as (

    select
        months.as_of_month,
        account_of.account_id,
        csm_assignments.csm_id,
        csm_assignments.valid_from,
        row_number() over (
            partition by months.as_of_month, account_of.account_id
            order by
                csm_assignments.valid_from desc nulls last,
                csm_assignments.csm_id asc nulls last
        ) as place
    from months
    inner join csm_assignments
        on months.as_of_on >= csm_assignments.valid_from
            and months.as_of_on <= coalesce(csm_assignments.valid_to, months.as_of_on)
    inner join account_of on csm_assignments.crm_account_id = account_of.crm_account_id

),

final as (

    select
        as_of_month,
        account_id,
        csm_id,
        valid_from as assigned_on
    from in_order
    where place = 1

)

select * from final
