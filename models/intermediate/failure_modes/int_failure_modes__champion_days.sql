with accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

champions as (

    select * from {{ ref('int_failure_modes__value_people') }}
    where component = 'champion'

),

contact_signs as (

    select * from {{ ref('int_failure_modes__contact_signs') }}

),

settings as (

    select * from {{ ref('int_failure_modes__hu_settings') }}

),

named as (

    select
        accounts.as_of_month,
        accounts.as_of_on,
        accounts.account_id,
        champions.contact_id,
        case when champions.left_on <= accounts.as_of_on then champions.left_on end as left_on
    from accounts
    inner join champions
        on
            accounts.account_id = champions.account_id
            and accounts.as_of_on >= champions.there_on

),

signed as (

    select
        named.as_of_month,
        named.account_id,
        max(contact_signs.sign_on) as last_sign_on
    from named
    inner join contact_signs
        on named.contact_id = contact_signs.contact_id and named.as_of_on >= contact_signs.sign_on
    where named.left_on is null
    group by named.as_of_month, named.account_id

),

counted as (

    select
        named.as_of_month,
        named.as_of_on,
        named.account_id,
        sum(case when named.left_on is null then 1 else 0 end) as champions_there,
        max(named.left_on) as last_left_on,
        max(signed.last_sign_on) as last_sign_on
    from named
    left join signed
        on named.as_of_month = signed.as_of_month and named.account_id = signed.account_id
    group by named.as_of_month, named.as_of_on, named.account_id

),

-- Who never gave a sign may be silent or simply not logged: that is not held against anybody.
final as (

    select
        counted.as_of_month,
        counted.account_id,
        counted.champions_there,
        counted.last_left_on,
        counted.last_sign_on,
        coalesce(
            counted.champions_there = 0
            and {{ dbt.datediff('counted.last_left_on', 'counted.as_of_on', 'day') }}
            <= settings.hu_champion_left_days, false
        ) as has_left,
        coalesce(
            counted.champions_there > 0
            and {{ dbt.datediff('counted.last_sign_on', 'counted.as_of_on', 'day') }}
            > settings.hu_champion_silent_days, false
        ) as is_silent
    from counted
    cross join settings

)

select * from final
