-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['crm_account_id', 'motion', 'coverage', 'valid_from', 'valid_to',
    'rule_version'] %}
-- depends_on: {{ ref('gate_config') }}
-- depends_on: {{ ref('gate_crm') }}
with arrived as (

    {{ arrived_rows('crm', 'motion_assignments') }}

),

parent_1 as (

    select
        crm_account_id as parent_id,
        max(case when quarantine_reason is null then 1 else 0 end) as is_usable
    from {{ ref('base_crm__crm_accounts') }}
    where quarantine_reason is null or quarantine_reason = 'after_as_of'
    group by crm_account_id

),

parent_1_count as (select count(*) as row_count from parent_1),

known as (

    select
        arrived.*
    from arrived

),

judged as (

    select
        known.*,
        case
            when known.unreadable_columns is not null then 'unreadable_value'
            when known.crm_account_id is null then 'missing_crm_account_id'
            when known.motion is null then 'missing_motion'
            when known.valid_from is null then 'missing_valid_from'
            when known.motion not in ('self_serve', 'sales_assist', 'enterprise')
                then 'unknown_motion'
            when known.coverage not in ('none', 'cs_pooled', 'cs_named')
                then 'unknown_coverage'
            when known.out_of_range_columns is not null then 'out_of_range'
            when parent_1.is_usable = 0 then 'after_as_of'
            when valid_to < valid_from then 'ended_before_started'
            when known.crm_account_id is not null and parent_1.parent_id is null
                and parent_1_count.row_count > 0 then 'orphan_crm_account_id'
        end as row_reason
    from known
    left join parent_1 on known.crm_account_id = parent_1.parent_id
    cross join parent_1_count

),

-- Of several usable rows with one key the latest is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by crm_account_id, valid_from, case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by crm_account_id, valid_from, case when row_reason is null then 1 else 0 end
            order by
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        crm_account_id, motion, coverage, valid_from, valid_to, rule_version, unreadable_columns,
        out_of_range_columns, source_file, source_position,
        case
            when row_reason is not null then row_reason
            when version_number > 1 then 'duplicate'
        end as quarantine_reason,
        {{ row_key(columns) }} as row_key,
        {{ row_payload(columns) }} as payload
    from ranked

)

select * from final
