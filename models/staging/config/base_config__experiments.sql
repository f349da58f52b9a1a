-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['experiment_key', 'lever', 'control_arm', 'starts_on', 'ends_on',
    'is_randomised'] %}
-- depends_on: {{ ref('gate_config') }}
with arrived as (

    {{ arrived_rows('config', 'experiments') }}

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
            when known.experiment_key is null then 'missing_experiment_key'
            when known.lever is null then 'missing_lever'
            when known.control_arm is null then 'missing_control_arm'
            when known.starts_on is null then 'missing_starts_on'
            when known.is_randomised is null then 'missing_is_randomised'
            when known.lever not in ('prompt', 'limit', 'sales_assist', 'lifecycle_message',
                'signal_motion')
                then 'unknown_lever'
            when known.out_of_range_columns is not null then 'out_of_range'
            when ends_on < starts_on then 'ended_before_started'
        end as row_reason
    from known

),

-- Of several usable rows with one key the latest is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by experiment_key, case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by experiment_key, case when row_reason is null then 1 else 0 end
            order by
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        experiment_key, lever, control_arm, starts_on, ends_on, is_randomised, unreadable_columns,
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
