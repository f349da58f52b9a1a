with motion_assignments as (

    select * from {{ ref('stg_crm__motion_assignments') }}

),

account_of as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

crm_roots as (

    select * from {{ ref('int_identity__crm_roots') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- The parent's assignment speaks for the account; of several that hold, the latest.
in_order as (

    select
        account_of.account_id,
        motion_assignments.motion,
        row_number() over (
            partition by account_of.account_id
            order by
                case
                    when crm_roots.root_crm_account_id = motion_assignments.crm_account_id then 0
                    else 1
                end asc nulls last,
                motion_assignments.valid_from desc nulls last,
                motion_assignments.crm_account_id asc nulls last
        ) as place
    from motion_assignments
    inner join account_of on motion_assignments.crm_account_id = account_of.crm_account_id
    inner join crm_roots on motion_assignments.crm_account_id = crm_roots.crm_account_id
    cross join as_of
    where
        motion_assignments.valid_from <= as_of.as_of_on
        and (motion_assignments.valid_to is null or motion_assignments.valid_to > as_of.as_of_on)

),

final as (

    select
        account_id,
        motion as motion_assigned
    from in_order
    where place = 1

)

select * from final
