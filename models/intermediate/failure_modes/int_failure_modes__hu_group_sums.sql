with states as (

    select * from {{ ref('int_failure_modes__hu_states') }}

),

verdicts as (

    select * from {{ ref('int_failure_modes__hu_verdicts') }}

),

accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

renewing as (

    select * from {{ ref('int_failure_modes__hu_renewing_accounts') }}

),

dollars as (

    select * from {{ ref('int_failure_modes__hu_dollars') }}

),

groups as (

    select
        as_of_month,
        account_id,
        peer_group
    from accounts
    union all
    select
        as_of_month,
        account_id,
        'all' as peer_group
    from accounts

),

-- Interval ends add up: what one account loses more than expected the others of its kind lose too.
final as (

    select
        states.scenario_id,
        states.as_of_month,
        states.as_of_on,
        groups.peer_group,
        count(*) as paying_accounts,
        sum(case when verdicts.trend_reason is null then 1 else 0 end) as compared_accounts,
        max(case when verdicts.has_any_outcomes then 1 else 0 end) = 1 as has_any_outcomes,
        sum(case when states.is_present then 1 else 0 end) as hollow_accounts,
        cast(sum(states.arr) as decimal(28, 8)) as arr,
        cast(sum(renewing.arr_renewing) as decimal(28, 8)) as arr_renewing,
        cast(
            sum(case when states.is_present then renewing.arr_renewing else 0 end)
            as decimal(28, 8)
        ) as hollow_arr_renewing,
        cast(
            sum(case when states.state = 'unmeasured' then renewing.arr_renewing else 0 end)
            as decimal(28, 8)
        ) as unmeasured_arr_renewing,
        cast(
            sum(case when states.is_present then dollars.impact_arr else 0 end)
            as decimal(28, 8)
        ) as impact_arr,
        cast(
            sum(case when states.is_present then dollars.impact_gm else 0 end)
            as decimal(28, 8)
        ) as impact_gm,
        cast(
            sum(case when states.is_present then dollars.impact_low else 0 end)
            as decimal(28, 8)
        ) as impact_low,
        cast(
            sum(case when states.is_present then dollars.impact_high else 0 end)
            as decimal(28, 8)
        ) as impact_high,
        sum(case when states.is_present and dollars.impact_arr is null then 1 else 0 end)
            as unpriced_accounts,
        sum(case when states.is_present and dollars.impact_gm is null then 1 else 0 end)
            as accounts_without_margin
    from states
    inner join verdicts
        on
            states.scenario_id = verdicts.scenario_id
            and states.as_of_month = verdicts.as_of_month
            and states.account_id = verdicts.account_id
    inner join groups
        on
            states.as_of_month = groups.as_of_month
            and states.account_id = groups.account_id
    inner join renewing
        on
            states.scenario_id = renewing.scenario_id
            and states.as_of_month = renewing.as_of_month
            and states.account_id = renewing.account_id
    left join dollars
        on
            states.scenario_id = dollars.scenario_id
            and states.as_of_month = dollars.as_of_month
            and states.account_id = dollars.account_id
    group by states.scenario_id, states.as_of_month, states.as_of_on, groups.peer_group

)

select * from final
