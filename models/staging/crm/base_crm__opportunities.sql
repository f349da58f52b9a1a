-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['opportunity_id', 'crm_account_id', 'product_line', 'opportunity_type',
    'created_at', 'created_by', 'created_by_id', 'owner_id', 'trigger_signal_id', 'source',
    'amount', 'currency', 'stage', 'closed_on', 'is_won', 'order_id'] %}
-- depends_on: {{ ref('gate_config') }}
-- depends_on: {{ ref('gate_crm') }}
with arrived as (

    {{ arrived_rows('crm', 'opportunities') }}

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
        arrived.opportunity_id,
        arrived.crm_account_id,
        arrived.product_line,
        arrived.opportunity_type,
        arrived.created_at,
        arrived.created_by,
        arrived.created_by_id,
        arrived.owner_id,
        arrived.trigger_signal_id,
        arrived.source,
        arrived.amount,
        arrived.currency,
        arrived.stage,
        case when arrived.closed_on > as_of.as_of_on then null else arrived.closed_on end
            as closed_on,
        case when arrived.closed_on > as_of.as_of_on then null else arrived.is_won end
            as is_won,
        case when arrived.closed_on > as_of.as_of_on then null else arrived.order_id end
            as order_id,
        coalesce((arrived.created_at > as_of.as_of_at), false) as is_after_as_of,
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
            when known.opportunity_id is null then 'missing_opportunity_id'
            when known.crm_account_id is null then 'missing_crm_account_id'
            when known.opportunity_type is null then 'missing_opportunity_type'
            when known.created_at is null then 'missing_created_at'
            when known.stage is null then 'missing_stage'
            when known.opportunity_type not in ('new', 'expansion', 'renewal', 'winback')
                then 'unknown_opportunity_type'
            when known.created_by not in ('human', 'system')
                then 'unknown_created_by'
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
            partition by opportunity_id, case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by opportunity_id, case when row_reason is null then 1 else 0 end
            order by
                created_at desc nulls last,
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        opportunity_id, crm_account_id, product_line, opportunity_type, created_at, created_by,
        created_by_id, owner_id, trigger_signal_id, source, amount, currency, stage, closed_on,
        is_won, order_id, unreadable_columns, out_of_range_columns, source_file, source_position,
        case
            when row_reason is not null then row_reason
            when version_number > 1 then 'duplicate'
        end as quarantine_reason,
        {{ row_key(columns) }} as row_key,
        {{ row_payload(columns) }} as payload
    from ranked

)

select * from final
