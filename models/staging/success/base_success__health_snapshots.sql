-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['snapshot_on', 'crm_account_id', 'score', 'colour'] %}
-- depends_on: {{ ref('gate_config') }}
-- depends_on: {{ ref('gate_success') }}
with arrived as (

    {{ arrived_rows('success', 'health_snapshots') }}

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
        arrived.*,
        coalesce((arrived.snapshot_on > as_of.as_of_on), false) as is_after_as_of
    from arrived
    cross join as_of

),

judged as (

    select
        known.*,
        case
            when known.unreadable_columns is not null then 'unreadable_value'
            when known.snapshot_on is null then 'missing_snapshot_on'
            when known.crm_account_id is null then 'missing_crm_account_id'
            when known.colour is null then 'missing_colour'
            when known.colour not in ('green', 'amber', 'red')
                then 'unknown_colour'
            when known.out_of_range_columns is not null then 'out_of_range'
            when known.is_after_as_of or parent_1.is_usable = 0 then 'after_as_of'
            when known.crm_account_id is not null and parent_1.parent_id is null
                and parent_1_count.row_count > 0 then 'orphan_crm_account_id'
        end as row_reason
    from known
    left join parent_1 on known.crm_account_id = parent_1.parent_id
    cross join parent_1_count

),

final as (

    select
        snapshot_on, crm_account_id, score, colour, unreadable_columns, out_of_range_columns,
        source_file, source_position,
        row_reason as quarantine_reason,
        {{ row_key(columns) }} as row_key,
        {{ row_payload(columns) }} as payload
    from judged

)

select * from final
