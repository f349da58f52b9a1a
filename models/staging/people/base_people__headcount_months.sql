-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['month', 'function', 'team', 'fte', 'contractor_fte', 'loaded_cost'] %}
-- depends_on: {{ ref('gate_config') }}
-- depends_on: {{ ref('gate_people') }}
with arrived as (

    {{ arrived_rows('people', 'headcount_months') }}

),

as_of as (select * from {{ ref('as_of') }}),

known as (

    select
        arrived.*,
        coalesce((arrived.month > as_of.as_of_on), false) as is_after_as_of
    from arrived
    cross join as_of

),

judged as (

    select
        known.*,
        case
            when known.unreadable_columns is not null then 'unreadable_value'
            when known.month is null then 'missing_month'
            when known.function is null then 'missing_function'
            when known.fte is null then 'missing_fte'
            when known.function not in ('sales', 'success', 'support', 'services', 'onboarding',
                'growth', 'marketing', 'product', 'engineering', 'operations', 'general_admin')
                then 'unknown_function'
            when known.out_of_range_columns is not null then 'out_of_range'
            when known.is_after_as_of then 'after_as_of'
            when fte < 0 or contractor_fte < 0 then 'negative_fte'
        end as row_reason
    from known

),

-- Of several usable rows with one key the latest is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by month, function, team, case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by month, function, team, case when row_reason is null then 1 else 0 end
            order by
                month desc nulls last,
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        month, function, team, fte, contractor_fte, loaded_cost, unreadable_columns,
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
