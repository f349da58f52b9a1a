-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['experiment_key', 'unit_type', 'unit_id', 'arm', 'assigned_at'] %}
-- depends_on: {{ ref('gate_config') }}
-- depends_on: {{ ref('gate_product') }}
with arrived as (

    {{ arrived_rows('product', 'experiment_assignments') }}

),

as_of as (select * from {{ ref('as_of') }}),

known as (

    select
        arrived.*,
        coalesce((arrived.assigned_at > as_of.as_of_at), false) as is_after_as_of
    from arrived
    cross join as_of

),

judged as (

    select
        known.*,
        case
            when known.unreadable_columns is not null then 'unreadable_value'
            when known.experiment_key is null then 'missing_experiment_key'
            when known.unit_type is null then 'missing_unit_type'
            when known.unit_id is null then 'missing_unit_id'
            when known.arm is null then 'missing_arm'
            when known.assigned_at is null then 'missing_assigned_at'
            when known.unit_type not in ('user', 'workspace', 'crm_account', 'customer')
                then 'unknown_unit_type'
            when known.out_of_range_columns is not null then 'out_of_range'
            when known.is_after_as_of then 'after_as_of'
        end as row_reason
    from known

),

-- Of several usable rows with one key the first is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by experiment_key, unit_type, unit_id,
                case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by experiment_key, unit_type, unit_id,
                case when row_reason is null then 1 else 0 end
            order by
                assigned_at asc nulls last,
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        experiment_key, unit_type, unit_id, arm, assigned_at, unreadable_columns,
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
