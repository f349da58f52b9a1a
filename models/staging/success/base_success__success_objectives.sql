-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['objective_id', 'crm_account_id', 'owner_contact_id', 'metric', 'target',
    'value', 'measured_on', 'is_higher_better', 'status', 'set_on', 'verified_on',
    'verified_by'] %}
{%- set shown = columns | reject('in', ['verified_by']) | list %}
-- depends_on: {{ ref('gate_config') }}
-- depends_on: {{ ref('gate_success') }}
with arrived as (

    {{ arrived_rows('success', 'success_objectives') }}

),

as_of as (select * from {{ ref('as_of') }}),

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
        arrived.objective_id,
        arrived.crm_account_id,
        arrived.owner_contact_id,
        arrived.metric,
        arrived.target,
        case when arrived.measured_on > as_of.as_of_on then null else arrived.value end
            as value,
        case when arrived.measured_on > as_of.as_of_on then null else arrived.measured_on end
            as measured_on,
        arrived.is_higher_better,
        arrived.status,
        arrived.set_on,
        case when arrived.verified_on > as_of.as_of_on then null else arrived.verified_on end
            as verified_on,
        case when arrived.verified_on > as_of.as_of_on then null else arrived.verified_by end
            as verified_by,
        coalesce((arrived.set_on > as_of.as_of_on), false) as is_after_as_of,
        arrived.unreadable_columns,
        arrived.out_of_range_columns,
        arrived.source_file,
        arrived.source_position
    from arrived
    cross join as_of

),

judged as (

    select
        known.*,
        case
            when known.unreadable_columns is not null then 'unreadable_value'
            when known.objective_id is null then 'missing_objective_id'
            when known.crm_account_id is null then 'missing_crm_account_id'
            when known.metric is null then 'missing_metric'
            when known.status is null then 'missing_status'
            when known.set_on is null then 'missing_set_on'
            when known.status not in ('open', 'met', 'missed', 'dropped')
                then 'unknown_status'
            when known.out_of_range_columns is not null then 'out_of_range'
            when known.is_after_as_of or parent_1.is_usable = 0 then 'after_as_of'
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
            partition by objective_id, case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by objective_id, case when row_reason is null then 1 else 0 end
            order by
                set_on desc nulls last,
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        objective_id, crm_account_id, owner_contact_id, metric, target, value, measured_on,
        is_higher_better, status, set_on, verified_on, verified_by, unreadable_columns,
        out_of_range_columns, source_file, source_position,
        case
            when row_reason is not null then row_reason
            when version_number > 1 then 'duplicate'
        end as quarantine_reason,
        {{ row_key(columns) }} as row_key,
        {{ row_payload(shown) }} as payload
    from ranked

)

select * from final
