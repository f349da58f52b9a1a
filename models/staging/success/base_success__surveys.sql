-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['survey_id', 'answered_at', 'crm_account_id', 'email_domain', 'workspace_id',
    'contact_id', 'kind', 'score'] %}
-- depends_on: {{ ref('gate_config') }}
-- depends_on: {{ ref('gate_success') }}
with arrived as (

    {{ arrived_rows('success', 'surveys') }}

),

as_of as (select * from {{ ref('as_of') }}),

known as (

    select
        arrived.*,
        coalesce((arrived.answered_at > as_of.as_of_at), false) as is_after_as_of
    from arrived
    cross join as_of

),

judged as (

    select
        known.*,
        case
            when known.unreadable_columns is not null then 'unreadable_value'
            when known.survey_id is null then 'missing_survey_id'
            when known.answered_at is null then 'missing_answered_at'
            when known.kind is null then 'missing_kind'
            when known.score is null then 'missing_score'
            when known.kind not in ('nps', 'csat')
                then 'unknown_kind'
            when known.out_of_range_columns is not null then 'out_of_range'
            when known.is_after_as_of then 'after_as_of'
            when kind = 'nps' and (score < 0 or score > 10) then 'nps_outside_0_and_10'
            when score < 0 then 'negative_score'
        end as row_reason
    from known

),

-- Of several usable rows with one key the latest is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by survey_id, case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by survey_id, case when row_reason is null then 1 else 0 end
            order by
                answered_at desc nulls last,
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        survey_id, answered_at, crm_account_id, email_domain, workspace_id, contact_id, kind,
        score, unreadable_columns, out_of_range_columns, source_file, source_position,
        case
            when row_reason is not null then row_reason
            when version_number > 1 then 'duplicate'
        end as quarantine_reason,
        {{ row_key(columns) }} as row_key,
        {{ row_payload(columns) }} as payload
    from ranked

)

select * from final
