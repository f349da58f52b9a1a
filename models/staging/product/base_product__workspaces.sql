-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['workspace_id', 'workspace_name', 'email_domain', 'created_at', 'entry_model',
    'trial_started_at', 'trial_ends_at', 'signup_source', 'deleted_at', 'crm_account_id',
    'customer_id'] %}
-- depends_on: {{ ref('gate_config') }}
-- depends_on: {{ ref('gate_product') }}
with arrived as (

    {{ arrived_rows('product', 'workspaces') }}

),

as_of as (select * from {{ ref('as_of') }}),

known as (

    select
        arrived.workspace_id,
        arrived.workspace_name,
        arrived.email_domain,
        arrived.created_at,
        arrived.entry_model,
        case when arrived.trial_started_at > as_of.as_of_at then null else arrived.trial_started_at end
            as trial_started_at,
        case when arrived.trial_started_at > as_of.as_of_at then null else arrived.trial_ends_at end
            as trial_ends_at,
        arrived.signup_source,
        case when arrived.deleted_at > as_of.as_of_at then null else arrived.deleted_at end
            as deleted_at,
        arrived.crm_account_id,
        arrived.customer_id,
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
            when known.workspace_id is null then 'missing_workspace_id'
            when known.created_at is null then 'missing_created_at'
            when known.entry_model is null then 'missing_entry_model'
            when known.entry_model not in ('freemium', 'free_trial', 'reverse_trial',
                'open_source', 'sales_provisioned', 'pilot')
                then 'unknown_entry_model'
            when known.signup_source not in ('organic', 'referral', 'invite', 'exposure', 'paid',
                'campaign', 'sales', 'partner')
                then 'unknown_signup_source'
            when known.out_of_range_columns is not null then 'out_of_range'
            when known.is_after_as_of then 'after_as_of'
            when trial_ends_at < trial_started_at then 'trial_ends_before_start'
        end as row_reason
    from known

),

-- Of several usable rows with one key the latest is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by workspace_id, case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by workspace_id, case when row_reason is null then 1 else 0 end
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
        workspace_id, workspace_name, email_domain, created_at, entry_model, trial_started_at,
        trial_ends_at, signup_source, deleted_at, crm_account_id, customer_id, unreadable_columns,
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
