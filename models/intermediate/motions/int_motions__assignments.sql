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

-- An assignment holds on its last day.
stated as (

    select
        account_of.account_id,
        motion_assignments.crm_account_id,
        motion_assignments.motion,
        motion_assignments.coverage,
        motion_assignments.rule_version,
        motion_assignments.valid_from,
        cast({{ dbt.dateadd('day', 1, 'motion_assignments.valid_to') }} as date) as valid_until,
        case
            when crm_roots.root_crm_account_id = motion_assignments.crm_account_id then 0
            else 1
        end as distance
    from motion_assignments
    inner join account_of on motion_assignments.crm_account_id = account_of.crm_account_id
    inner join crm_roots on motion_assignments.crm_account_id = crm_roots.crm_account_id
    cross join as_of
    where motion_assignments.valid_from <= as_of.as_of_on

),

steps as (

    select
        account_id,
        valid_from as from_on
    from stated
    union
    select
        account_id,
        valid_until as from_on
    from stated
    where valid_until is not null

),

spans as (

    select
        account_id,
        from_on,
        lead(from_on) over (partition by account_id order by from_on asc nulls last) as until_on
    from steps

),

-- The parent's assignment speaks for the account; of several that hold, the latest.
ranked as (

    select
        spans.account_id,
        spans.from_on,
        spans.until_on,
        stated.motion,
        stated.coverage,
        stated.rule_version,
        row_number() over (
            partition by spans.account_id, spans.from_on
            order by
                stated.distance asc nulls last,
                stated.valid_from desc nulls last,
                stated.crm_account_id asc nulls last
        ) as place
    from spans
    inner join stated
        on spans.account_id = stated.account_id
            and spans.from_on >= stated.valid_from
            and (stated.valid_until is null or spans.from_on < stated.valid_until)

),

final as (

    select
        account_id,
        from_on,
        until_on,
        motion,
        coverage,
        rule_version
    from ranked
    where place = 1

)

select * from final
