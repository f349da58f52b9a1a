with opportunities as (

    select * from {{ ref('stg_crm__opportunities') }}

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

account_of as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

-- People with a role in the deal, and those who talked or answered.
members as (

    select
        opportunity_contacts.opportunity_id,
        opportunity_contacts.contact_id,
        coalesce(opportunity_contacts.buying_role, contacts.buying_role) as buying_role,
        cast(opportunity_contacts.added_at as date) as joined_on
    from opportunity_contacts
    left join contacts on opportunity_contacts.contact_id = contacts.contact_id
    where coalesce(opportunity_contacts.buying_role, contacts.buying_role) is not null
    union all
    select
        commercial_touches.opportunity_id,
        commercial_touches.contact_id,
        contacts.buying_role,
        cast(commercial_touches.touched_at as date) as joined_on
    from commercial_touches
    left join contacts on commercial_touches.contact_id = contacts.contact_id
    where commercial_touches.opportunity_id is not null
        and commercial_touches.contact_id is not null
        and (
            commercial_touches.channel in ('call', 'meeting', 'demo')
            or commercial_touches.direction = 'inbound'
        )

),

-- Who took part in a lost deal is of the committee until it was lost, who left until then.
placed as (

    select
        account_of.account_id,
        members.contact_id,
        opportunities.opportunity_id,
        coalesce(members.buying_role in ('procurement', 'legal', 'security'), false)
            as is_procurement,
        greatest(
            coalesce(members.joined_on, cast(opportunities.created_at as date)),
            cast(opportunities.created_at as date)
        ) as from_on,
        least(
            coalesce(cast(contacts.left_at as date), cast('9999-12-31' as date)),
            case
                when opportunities.is_won or opportunities.closed_on is null
                    then cast('9999-12-31' as date)
                else cast({{ dbt.dateadd('day', 1, 'opportunities.closed_on') }} as date)
            end
        ) as until_on
    from members
    inner join opportunities on members.opportunity_id = opportunities.opportunity_id
    inner join account_of on opportunities.crm_account_id = account_of.crm_account_id
    left join contacts on members.contact_id = contacts.contact_id

),

final as (

    select
        account_id,
        contact_id,
        opportunity_id,
        bool_or(is_procurement) as is_procurement,
        min(from_on) as from_on,
        max(until_on) as until_on
    from placed
    where until_on > from_on
    group by account_id, contact_id, opportunity_id

)

select * from final
