with success_objectives as (

    select * from {{ ref('stg_success__success_objectives') }}

),

contacts as (

    select * from {{ ref('stg_crm__contacts') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

-- Who was recorded without a day counts as always known.
dated_contacts as (

    select
        contacts.contact_id,
        crm_accounts.account_id,
        contacts.buying_role,
        coalesce(cast(contacts.created_at as date), cast('1900-01-01' as date)) as known_on,
        cast(contacts.left_at as date) as left_on
    from contacts
    inner join crm_accounts on contacts.crm_account_id = crm_accounts.crm_account_id

),

final as (

    select
        'champion' as component,
        account_id,
        contact_id,
        contact_id as named_by,
        known_on as asked_on,
        known_on as there_on,
        left_on
    from dated_contacts
    where buying_role = 'champion'
    union all
    select
        'owner' as component,
        crm_accounts.account_id,
        success_objectives.owner_contact_id as contact_id,
        success_objectives.objective_id as named_by,
        success_objectives.set_on as asked_on,
        case
            when success_objectives.owner_contact_id is not null
                then greatest(
                        success_objectives.set_on,
                        coalesce(dated_contacts.known_on, success_objectives.set_on)
                    )
        end as there_on,
        dated_contacts.left_on
    from success_objectives
    inner join crm_accounts on success_objectives.crm_account_id = crm_accounts.crm_account_id
    left join dated_contacts on success_objectives.owner_contact_id = dated_contacts.contact_id

)

select * from final
