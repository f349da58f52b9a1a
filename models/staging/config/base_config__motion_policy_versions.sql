-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['rule_version', 'kind', 'effective_on', 'company_arr'] %}
-- depends_on: {{ ref('gate_config') }}
with arrived as (

    {{ arrived_rows('config', 'motion_policy_versions') }}

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
            when known.rule_version is null then 'missing_rule_version'
            when known.kind is null then 'missing_kind'
            when known.effective_on is null then 'missing_effective_on'
            when known.kind not in ('segmentation', 'pql_definition', 'pricing', 'playbook',
                'signal_map', 'comp_plan')
                then 'unknown_kind'
            when known.out_of_range_columns is not null then 'out_of_range'
            when company_arr < 0 then 'negative_arr'
        end as row_reason
    from known

),

-- Of several usable rows with one key the latest is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by rule_version, case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by rule_version, case when row_reason is null then 1 else 0 end
            order by
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        rule_version, kind, effective_on, company_arr, unreadable_columns, out_of_range_columns,
        source_file, source_position,
        case
            when row_reason is not null then row_reason
            when version_number > 1 then 'duplicate'
        end as quarantine_reason,
        {{ row_key(columns) }} as row_key,
        {{ row_payload(columns) }} as payload
    from ranked

)

select * from final
