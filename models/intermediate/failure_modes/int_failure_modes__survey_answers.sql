with surveys as (

    select * from {{ ref('stg_success__surveys') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

domain_accounts as (

    select * from {{ ref('int_identity__domain_accounts') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- The contract leaves the scale of csat to the company: the answers so far show which it is.
placed as (

    select
        surveys.survey_id,
        coalesce(
            crm_accounts.account_id, workspace_accounts.account_id, domain_accounts.account_id
        ) as account_id,
        coalesce(surveys.contact_id, 'nobody') as respondent,
        surveys.kind,
        cast(surveys.answered_at as date) as answered_on,
        surveys.score,
        max(surveys.score) over (
            partition by surveys.kind
            order by surveys.answered_at asc nulls last, surveys.survey_id asc nulls last
            rows between unbounded preceding and current row
        ) as highest_so_far
    from surveys
    cross join as_of
    left join crm_accounts on surveys.crm_account_id = crm_accounts.crm_account_id
    left join workspace_accounts on surveys.workspace_id = workspace_accounts.workspace_id
    left join domain_accounts on lower(trim(surveys.email_domain)) = domain_accounts.mail_domain
    where surveys.answered_at <= as_of.as_of_at

),

scaled as (

    select
        *,
        case
            when kind = 'nps' then 10
            when highest_so_far <= 5 then 5
            when highest_so_far <= 7 then 7
            when highest_so_far <= 10 then 10
            else 100
        end as scale
    from placed
    where account_id is not null

),

final as (

    select
        survey_id,
        account_id,
        concat_ws(':', kind, respondent) as item_key,
        answered_on,
        cast(least(greatest(score / scale, 0), 1) as decimal(18, 8)) as score
    from scaled

)

select * from final
