-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['month', 'cost_line', 'amount', 'currency'] %}
-- depends_on: {{ ref('gate_config') }}
-- depends_on: {{ ref('gate_finance') }}
with arrived as (

    {{ arrived_rows('finance', 'gl_months') }}

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
            when known.cost_line is null then 'missing_cost_line'
            when known.amount is null then 'missing_amount'
            when known.cost_line not in ('hosting', 'third_party', 'support', 'success',
                'professional_services', 'payments', 'onboarding', 'growth', 'sales', 'marketing',
                'research_development', 'general_admin')
                then 'unknown_cost_line'
            when known.out_of_range_columns is not null then 'out_of_range'
            when known.is_after_as_of then 'after_as_of'
        end as row_reason
    from known

),

final as (

    select
        month, cost_line, amount, currency, unreadable_columns, out_of_range_columns, source_file,
        source_position,
        row_reason as quarantine_reason,
        {{ row_key(columns) }} as row_key,
        {{ row_payload(columns) }} as payload
    from judged

)

select * from final
