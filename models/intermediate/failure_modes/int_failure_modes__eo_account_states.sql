with states as (

    select * from {{ ref('int_failure_modes__eo_states') }}

),

accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

-- An account is an orphan if any of its lines is.
final as (

    select
        states.scenario_id,
        states.is_base,
        states.as_of_month,
        states.as_of_on,
        states.account_id,
        accounts.peer_group,
        accounts.arr as account_arr,
        bool_or(states.state in ('fresh', 'emerging', 'orphan', 'worked')) as is_ready,
        bool_or(states.is_present) as is_orphan
    from states
    inner join accounts
        on states.as_of_month = accounts.as_of_month and states.account_id = accounts.account_id
    group by
        states.scenario_id, states.is_base, states.as_of_month, states.as_of_on,
        states.account_id, accounts.peer_group, accounts.arr

)

select * from final
