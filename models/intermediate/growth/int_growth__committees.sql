with opportunities as (

    select * from {{ ref('int_growth__opportunities') }}

),

opportunity_contacts as (

    select * from {{ ref('stg_crm__opportunity_contacts') }}

),

contacts as (

    select * from {{ ref('stg_crm__contacts') }}

),

commercial_touches as (

    select * from {{ ref('stg_crm__commercial_touches') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

-- Who has a role in the deal, or was spoken to in both directions.
two_way as (

    select
        opportunity_id,
        contact_id
    from commercial_touches
    where opportunity_id is not null and contact_id is not null
    group by opportunity_id, contact_id
    having count(distinct direction) = 2

),

people as (

    select
        opportunity_contacts.opportunity_id,
        opportunity_contacts.contact_id,
        coalesce(opportunity_contacts.buying_role, contacts.buying_role) as buying_role
    from opportunity_contacts
    left join contacts on opportunity_contacts.contact_id = contacts.contact_id
    union all
    select
        two_way.opportunity_id,
        two_way.contact_id,
        contacts.buying_role
    from two_way
    left join contacts on two_way.contact_id = contacts.contact_id

),

counted as (

    select
        opportunity_id,
        count(distinct contact_id) as committee_size,
        max(case when buying_role in ('procurement', 'legal', 'security') then 1 else 0 end) = 1
            as has_gatekeeper
    from people
    group by opportunity_id

),

final as (

    select
        opportunities.opportunity_id,
        opportunities.account_id,
        opportunities.created_at,
        opportunities.closed_on,
        opportunities.is_won,
        counted.committee_size,
        counted.has_gatekeeper,
        counted.committee_size >= settings.plg_committee_complex
        or counted.has_gatekeeper as is_complex
    from opportunities
    cross join settings
    inner join counted on opportunities.opportunity_id = counted.opportunity_id

)

select * from final
