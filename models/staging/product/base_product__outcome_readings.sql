-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['outcome_id', 'crm_account_id', 'workspace_id', 'outcome_key', 'measured_on',
    'value', 'baseline', 'target', 'source', 'is_verified', 'verified_by', 'verified_on',
    'is_higher_better'] %}
{%- set shown = columns | reject('in', ['verified_by']) | list %}
-- depends_on: {{ ref('gate_config') }}
-- depends_on: {{ ref('gate_product') }}
with arrived as (

    {{ arrived_rows('product', 'outcome_readings') }}

),

as_of as (select * from {{ ref('as_of') }}),

known as (

    select
        arrived.outcome_id,
        arrived.crm_account_id,
        arrived.workspace_id,
        arrived.outcome_key,
        arrived.measured_on,
        arrived.value,
        arrived.baseline,
        arrived.target,
        arrived.source,
        case when arrived.verified_on > as_of.as_of_on then false else arrived.is_verified end
            as is_verified,
        case when arrived.verified_on > as_of.as_of_on then null else arrived.verified_by end
            as verified_by,
        case when arrived.verified_on > as_of.as_of_on then null else arrived.verified_on end
            as verified_on,
        arrived.is_higher_better,
        coalesce((arrived.measured_on > as_of.as_of_on), false) as is_after_as_of,
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
            when known.outcome_id is null then 'missing_outcome_id'
            when known.outcome_key is null then 'missing_outcome_key'
            when known.measured_on is null then 'missing_measured_on'
            when known.value is null then 'missing_value'
            when known.source is null then 'missing_source'
            when known.is_verified is null then 'missing_is_verified'
            when known.source not in ('product', 'customer', 'csm')
                then 'unknown_source'
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
            partition by outcome_id, case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by outcome_id, case when row_reason is null then 1 else 0 end
            order by
                measured_on desc nulls last,
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        outcome_id, crm_account_id, workspace_id, outcome_key, measured_on, value, baseline,
        target, source, is_verified, verified_by, verified_on, is_higher_better,
        unreadable_columns, out_of_range_columns, source_file, source_position,
        case
            when row_reason is not null then row_reason
            when version_number > 1 then 'duplicate'
        end as quarantine_reason,
        {{ row_key(columns) }} as row_key,
        {{ row_payload(shown) }} as payload
    from ranked

)

select * from final
