-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['min_acv', 'max_acv', 'min_committee', 'max_committee', 'requires_procurement',
    'motion'] %}
-- depends_on: {{ ref('gate_config') }}
with arrived as (

    {{ arrived_rows('config', 'motion_matrix') }}

),

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
            when known.motion is null then 'missing_motion'
            when known.motion not in ('self_serve', 'sales_assist', 'enterprise')
                then 'unknown_motion'
            when known.out_of_range_columns is not null then 'out_of_range'
            when max_acv < min_acv then 'acv_range_reversed'
            when max_committee < min_committee then 'committee_range_reversed'
            when min_acv < 0 then 'negative_acv'
            when min_committee < 0 then 'negative_committee'
        end as row_reason
    from known

),

-- Of several usable rows with one key the latest is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by min_acv, min_committee, motion,
                case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by min_acv, min_committee, motion,
                case when row_reason is null then 1 else 0 end
            order by
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        min_acv, max_acv, min_committee, max_committee, requires_procurement, motion,
        unreadable_columns, out_of_range_columns, source_file, source_position,
        case
            when row_reason is not null then row_reason
            when version_number > 1 then 'duplicate'
        end as quarantine_reason,
        {{ row_key(columns) }} as row_key,
        {{ row_payload(columns) }} as payload
    from ranked

)

select * from final
