with ppg_accounts as (

    select * from {{ ref('int_failure_modes__ppg_accounts') }}

),

thresholds as (

    select * from {{ ref('int_failure_modes__ppg_thresholds') }}

),

scenario_months as (

    select * from {{ ref('int_failure_modes__scenario_months') }}
    where failure_mode = 'product_passive_growth'

),

exceptions as (

    select * from {{ ref('int_failure_modes__exceptions') }}
    where failure_mode = 'product_passive_growth'

),

judged as (

    select
        scenario_months.scenario_id,
        scenario_months.is_base,
        ppg_accounts.*,
        thresholds.min_account_age_days,
        exceptions.reason as exception_reason,
        case
            when not ppg_accounts.has_workspace then 'not_assessable'
            when ppg_accounts.age_days < thresholds.min_account_age_days then 'not_assessable'
            when ppg_accounts.product_events = 0 and ppg_accounts.felt_events > 0
                then 'passive_account'
            else 'none'
        end as state
    from scenario_months
    inner join ppg_accounts on scenario_months.as_of_month = ppg_accounts.as_of_month
    inner join thresholds on scenario_months.scenario_id = thresholds.scenario_id
    left join exceptions
        on ppg_accounts.account_id = exceptions.account_id
            and ppg_accounts.as_of_on <= exceptions.valid_until

),

final as (

    select
        scenario_id,
        is_base,
        as_of_month,
        as_of_on,
        account_id,
        'all' as product_line,
        peer_group,
        state,
        state = 'passive_account' and exception_reason is null as is_present,
        case when exception_reason is not null then 'exception' end as blocked_by,
        case when state = 'passive_account' then first_felt_on end as onset_on,
        case
            when state = 'passive_account'
                then {{ dbt.datediff('first_felt_on', 'as_of_on', 'day') }}
        end as days_in_state,
        arr,
        case
            when not has_workspace
                then 'The account has no workspace, so that nothing of the product is known.'
            when state = 'not_assessable'
                then
                    'Known for ' || cast(age_days as varchar) || ' of '
                    || cast(min_account_age_days as varchar) || ' days.'
            when events = 0 then 'No revenue event in twelve months.'
            when product_events > 0
                then
                    'The product started ' || cast(product_events as varchar) || ' of '
                    || cast(events as varchar) || ' events in twelve months.'
            when state = 'passive_account'
                then
                    'Of ' || cast(events as varchar)
                    || ' events in twelve months the product started none, although it had spoken '
                    || 'before people started ' || cast(felt_events as varchar)
                    || '; one event started by the product would have changed it.'
            else
                'Of ' || cast(events as varchar)
                || ' events in twelve months the product started none, and it had not spoken '
                || 'before any that people started.'
        end
        || case
            when exception_reason is not null then ' Excepted: ' || exception_reason
            else ''
        end as reason,
        'events=' || cast(events as varchar)
        || '; by_product=' || cast(product_events as varchar)
        || '; by_people=' || cast(human_events as varchar)
        || '; after_a_signal=' || cast(felt_events as varchar)
        || '; startable_arr=' || cast(cast(startable_arr as decimal(28, 0)) as varchar)
        || '; signal=' || coalesce(a_signal_id, 'none') as evidence
    from judged

)

select * from final
