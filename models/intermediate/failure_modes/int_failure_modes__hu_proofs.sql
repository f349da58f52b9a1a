with accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

outcomes as (

    select * from {{ ref('int_failure_modes__outcomes') }}
    where verified_on is not null

),

ranked as (

    select
        accounts.as_of_month,
        accounts.as_of_on,
        accounts.account_id,
        outcomes.reading_id,
        outcomes.measured_on,
        row_number() over (
            partition by accounts.as_of_month, accounts.account_id
            order by outcomes.measured_on desc nulls last, outcomes.reading_id asc nulls last
        ) as recency
    from accounts
    inner join outcomes
        on
            accounts.account_id = outcomes.account_id
            and accounts.as_of_on >= outcomes.measured_on
            and accounts.as_of_on >= outcomes.verified_on

),

-- A result is as old as its measurement, not as the signature under it.
final as (

    select
        as_of_month,
        account_id,
        reading_id as proof_id,
        measured_on as proven_on,
        {{ dbt.datediff('measured_on', 'as_of_on', 'day') }} as proof_age_days
    from ranked
    where recency = 1

)

select * from final
