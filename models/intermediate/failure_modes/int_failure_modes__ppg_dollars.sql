with states as (

    select * from {{ ref('int_failure_modes__ppg_states') }}
    where is_present

),

ppg_accounts as (

    select * from {{ ref('int_failure_modes__ppg_accounts') }}

),

intervals as (

    select * from {{ ref('int_failure_modes__interval') }}

),

-- What people cost is money itself: no margin share is taken of it.
final as (

    select
        states.scenario_id,
        states.is_base,
        states.as_of_month,
        states.account_id,
        states.product_line,
        states.peer_group,
        ppg_accounts.startable_arr as impact_arr,
        ppg_accounts.cost as impact_gm,
        cast(
            case
                when ppg_accounts.cost is not null
                    then greatest(
                            cast(ppg_accounts.cost as double)
                            - intervals.deviations
                            * sqrt(cast(ppg_accounts.cost_variance as double)),
                            0
                        )
            end as decimal(28, 8)
        ) as impact_low,
        cast(
            cast(ppg_accounts.cost as double)
            + intervals.deviations * sqrt(cast(ppg_accounts.cost_variance as double))
            as decimal(28, 8)
        ) as impact_high,
        case
            when ppg_accounts.cost is null
                then 'What people cost here is not known: cost rates or minutes are missing.'
            else
                'Cost of the commercial work on events that people started after the product had '
                || 'spoken; the ARR is what those and other startable events brought. Never added '
                || 'to other modes.'
                || case
                    when ppg_accounts.unpriced_orders > 0
                        then
                            ' The work of ' || cast(ppg_accounts.unpriced_orders as varchar)
                            || ' orders has no known cost.'
                    else ''
                end
        end as dollars_reason
    from states
    cross join intervals
    inner join ppg_accounts
        on states.as_of_month = ppg_accounts.as_of_month
            and states.account_id = ppg_accounts.account_id

)

select * from final
