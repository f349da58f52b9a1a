with signups as (

    select * from {{ ref('int_growth__signups') }}
    where exclusion_reason is null

),

human_contacts as (

    select * from {{ ref('int_growth__human_contacts') }}

),

thresholds as (

    select * from {{ ref('int_config__parameters') }}

),

-- What is known at sign-up: help that came later must not decide in which group one stands.
contacted as (

    select
        signups.workspace_id,
        max(human_contacts.touched_at) as contacted_at
    from signups
    cross join thresholds
    inner join human_contacts
        on
            signups.account_id = human_contacts.account_id
            and human_contacts.touched_at <= signups.signed_up_at
    where
        human_contacts.touched_at
        >= {{ dbt.dateadd('day', '-thresholds.lookback_days_acquisition', 'signups.signed_up_at') }}
    group by signups.workspace_id

),

final as (

    select
        signups.workspace_id,
        case
            when signups.entry_model in ('sales_provisioned', 'pilot')
                then concat_ws('', 'entry model ', signups.entry_model)
            when signups.signup_source = 'sales' then 'sign-up source sales'
            else
                concat_ws('', 'a person in touch at ', cast(contacted.contacted_at as varchar))
        end as assisted_reason
    from signups
    left join contacted on signups.workspace_id = contacted.workspace_id
    where
        signups.entry_model in ('sales_provisioned', 'pilot')
        or signups.signup_source = 'sales'
        or contacted.contacted_at is not null

)

select * from final
