-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['crm_account_id', 'parent_crm_account_id', 'account_name', 'domain', 'industry',
    'employee_count', 'region', 'owner_id', 'created_at', 'segment', 'technologies',
    'do_not_contact', 'is_target_account', 'is_reference'] %}
-- depends_on: {{ ref('gate_config') }}
-- depends_on: {{ ref('gate_crm') }}
with arrived as (

    {{ arrived_rows('crm', 'crm_accounts') }}

),

as_of as (select * from {{ ref('as_of') }}),

known as (

    select
        arrived.*,
        coalesce((arrived.created_at > as_of.as_of_at), false) as is_after_as_of
    from arrived
    cross join as_of

),

judged as (

    select
        known.*,
        case
            when known.unreadable_columns is not null then 'unreadable_value'
            when known.crm_account_id is null then 'missing_crm_account_id'
            when known.account_name is null then 'missing_account_name'
            when known.created_at is null then 'missing_created_at'
            when known.out_of_range_columns is not null then 'out_of_range'
            when known.is_after_as_of then 'after_as_of'
        end as row_reason
    from known

),

-- Of several usable rows with one key the latest is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by crm_account_id, case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by crm_account_id, case when row_reason is null then 1 else 0 end
            order by
                created_at desc nulls last,
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        crm_account_id, parent_crm_account_id, account_name, domain, industry, employee_count,
        region, owner_id, created_at, segment, technologies, do_not_contact, is_target_account,
        is_reference, unreadable_columns, out_of_range_columns, source_file, source_position,
        case
            when row_reason is not null then row_reason
            when version_number > 1 then 'duplicate'
        end as quarantine_reason,
        {{ row_key(columns) }} as row_key,
        {{ row_payload(columns) }} as payload
    from ranked

)

select * from final
