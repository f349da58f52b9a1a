with accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

scenario_months as (

    select * from {{ ref('int_failure_modes__scenario_months') }}
    where failure_mode = 'hollow_usage'

),

thresholds as (

    select * from {{ ref('int_failure_modes__hu_thresholds') }}

),

renewing as (

    select * from {{ ref('int_failure_modes__hu_renewing') }}

),

subscribed as (

    select
        scenario_months.scenario_id,
        renewing.as_of_month,
        renewing.account_id,
        sum(renewing.arr) as subscribed_arr,
        sum(case
            when {{ dbt.datediff('renewing.as_of_on', 'renewing.due_on', 'day') }}
                <= thresholds.hu_renewal_horizon_days then renewing.arr
            else 0
        end) as due_arr,
        sum(case
            when {{ dbt.datediff('renewing.as_of_on', 'renewing.due_on', 'day') }}
                <= thresholds.hu_urgent_days then renewing.arr
            else 0
        end) as urgent_arr,
        min(case when renewing.has_term then renewing.due_on end) as next_due_on
    from scenario_months
    inner join thresholds on scenario_months.scenario_id = thresholds.scenario_id
    inner join renewing on scenario_months.as_of_month = renewing.as_of_month
    group by scenario_months.scenario_id, renewing.as_of_month, renewing.account_id

),

-- What is metered has no term: it can stop any month, like what is paid by the month.
final as (

    select
        subscribed.scenario_id,
        subscribed.as_of_month,
        subscribed.account_id,
        subscribed.next_due_on,
        cast(subscribed.due_arr + accounts.arr - subscribed.subscribed_arr as decimal(28, 8))
            as arr_renewing,
        cast(subscribed.urgent_arr + accounts.arr - subscribed.subscribed_arr as decimal(28, 8))
            as arr_urgent
    from subscribed
    inner join accounts
        on
            subscribed.as_of_month = accounts.as_of_month
            and subscribed.account_id = accounts.account_id

)

select * from final
