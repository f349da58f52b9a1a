-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['opportunity_id', 'stage', 'entered_at'] %}
-- depends_on: {{ ref('gate_config') }}
-- depends_on: {{ ref('gate_crm') }}
with arrived as (

    {{ arrived_rows('crm', 'opportunity_stage_history') }}

),

as_of as (select * from {{ ref('as_of') }}),

parent_1 as (

    select
        opportunity_id as parent_id,
        max(case when quarantine_reason is null then 1 else 0 end) as is_usable
    from {{ ref('base_crm__opportunities') }}
    where quarantine_reason is null or quarantine_reason = 'after_as_of'
    group by opportunity_id

),

parent_1_count as (select count(*) as row_count from parent_1),

known as (

    select
        arrived.*,
        coalesce((arrived.entered_at > as_of.as_of_at), false) as is_after_as_of
    from arrived
    cross join as_of

),

judged as (

    select
        known.*,
        case
            when known.unreadable_columns is not null then 'unreadable_value'
            when known.opportunity_id is null then 'missing_opportunity_id'
            when known.stage is null then 'missing_stage'
            when known.entered_at is null then 'missing_entered_at'
            when known.out_of_range_columns is not null then 'out_of_range'
            when known.is_after_as_of or parent_1.is_usable = 0 then 'after_as_of'
            when known.opportunity_id is not null and parent_1.parent_id is null
                and parent_1_count.row_count > 0 then 'orphan_opportunity_id'
        end as row_reason
    from known
    left join parent_1 on known.opportunity_id = parent_1.parent_id
    cross join parent_1_count

),

-- Of several usable rows with one key the first is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by opportunity_id, stage, entered_at,
                case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by opportunity_id, stage, entered_at,
                case when row_reason is null then 1 else 0 end
            order by
                entered_at asc nulls last,
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        opportunity_id, stage, entered_at, unreadable_columns, out_of_range_columns, source_file,
        source_position,
        case
            when row_reason is not null then row_reason
            when version_number > 1 then 'duplicate'
        end as quarantine_reason,
        {{ row_key(columns) }} as row_key,
        {{ row_payload(columns) }} as payload
    from ranked

)

select * from final
