with qualifications as (

    select * from {{ ref('int_growth__qualifications') }}

),

revenue_accounts as (

    select * from {{ ref('int_revenue__accounts') }}

),

opportunities as (

    select * from {{ ref('int_growth__opportunities') }}

),

human_contacts as (

    select * from {{ ref('int_growth__human_contacts') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

paid as (

    select
        account_id,
        {{ dbt.dateadd('second', -1, dbt.dateadd('day', 1, 'first_paid_on')) }} as first_paid_at,
        cast(12 * first_paid_mrr as decimal(28, 8)) as first_arr
    from revenue_accounts
    where first_paid_on is not null

),

-- Who had paid before is a customer, not a lead.
leads as (

    select
        qualifications.scope_kind,
        qualifications.scope_id,
        qualifications.account_id,
        qualifications.usage_qualified_at,
        qualifications.qualified_at,
        qualifications.icp_grade,
        paid.first_paid_at,
        paid.first_arr,
        {{ dbt.dateadd(
            'day', 'settings.pql_conversion_days', 'qualifications.usage_qualified_at'
        ) }}
            as paid_until_at,
        {{ dbt.dateadd(
            'day', 'settings.pql_opportunity_days', 'qualifications.usage_qualified_at'
        ) }}
            as opportunity_until_at
    from qualifications
    cross join settings
    left join paid on qualifications.account_id = paid.account_id
    where
        paid.first_paid_at is null
        or qualifications.usage_qualified_at <= paid.first_paid_at

),

touched as (

    select
        leads.scope_kind,
        leads.scope_id
    from leads
    inner join human_contacts
        on
            leads.account_id = human_contacts.account_id
            and leads.usage_qualified_at <= human_contacts.touched_at
            and leads.paid_until_at >= human_contacts.touched_at
    where leads.first_paid_at is null or human_contacts.touched_at <= leads.first_paid_at
    group by leads.scope_kind, leads.scope_id

),

opened as (

    select
        leads.scope_kind,
        leads.scope_id,
        count(opportunities.closed_on) as closed_count,
        count(case when opportunities.is_won then 1 end) as won_count
    from leads
    inner join opportunities
        on
            leads.account_id = opportunities.account_id
            and leads.usage_qualified_at <= opportunities.created_at
            and leads.opportunity_until_at >= opportunities.created_at
    group by leads.scope_kind, leads.scope_id

),

final as (

    select
        leads.scope_kind,
        leads.scope_id,
        leads.account_id,
        leads.usage_qualified_at,
        leads.qualified_at is not null as is_headline,
        leads.icp_grade,
        leads.paid_until_at <= as_of.as_of_at as is_matured,
        leads.opportunity_until_at <= as_of.as_of_at as is_opportunity_matured,
        coalesce(leads.first_paid_at <= leads.paid_until_at, false) as is_paid_in_time,
        case when leads.first_paid_at <= leads.paid_until_at then leads.first_arr end as first_arr,
        touched.scope_id is not null as is_touched,
        opened.scope_id is not null as has_opportunity,
        coalesce(opened.closed_count, 0) as closed_count,
        coalesce(opened.won_count, 0) as won_count
    from leads
    cross join as_of
    left join touched
        on leads.scope_kind = touched.scope_kind and leads.scope_id = touched.scope_id
    left join opened
        on leads.scope_kind = opened.scope_kind and leads.scope_id = opened.scope_id

)

select * from final
