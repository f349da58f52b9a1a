with renewals as (

    select * from {{ ref('int_revenue__renewals') }}

),

outcomes as (

    select * from {{ ref('int_failure_modes__outcomes') }}
    where verified_on is not null

),

accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

thresholds as (

    select * from {{ ref('int_failure_modes__hu_thresholds') }}
    where is_base

),

-- What was measured, and signed by the customer, when the renewal was.
proven as (

    select
        renewals.change_id,
        max(outcomes.measured_on) as proven_on
    from renewals
    inner join outcomes
        on
            renewals.account_id = outcomes.account_id
            and renewals.renewed_on >= outcomes.measured_on
            and renewals.renewed_on >= outcomes.verified_on
    group by renewals.change_id

),

final as (

    select
        renewals.change_id,
        renewals.account_id,
        renewals.product_line,
        renewals.renewed_on,
        renewals.renewed_arr,
        accounts.peer_group,
        proven.proven_on,
        coalesce(
            {{ dbt.datediff('proven.proven_on', 'renewals.renewed_on', 'day') }}
            <= thresholds.hu_outcome_max_age_days, false
        ) as has_proof
    from renewals
    cross join thresholds
    left join proven on renewals.change_id = proven.change_id
    left join accounts
        on
            renewals.account_id = accounts.account_id
            and cast({{ dbt.date_trunc('month', 'renewals.renewed_on') }} as date)
            = accounts.as_of_month

)

select * from final
