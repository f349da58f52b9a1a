with exceptions as (

    select * from {{ ref('stg_config__exceptions') }}

),

failure_modes as (

    select * from {{ ref('failure_modes') }}

),

bridge as (

    select * from {{ ref('int_identity__bridge') }}

),

-- People name an account by its id here, or by that of any of its records.
names as (

    select distinct
        account_id,
        account_id as known_as
    from bridge
    where account_id is not null
    union
    select distinct
        account_id,
        source_id as known_as
    from bridge
    where account_id is not null

),

final as (

    select
        failure_modes.failure_mode,
        names.account_id,
        min(exceptions.reason) as reason,
        max(coalesce(exceptions.valid_until, cast('9999-12-31' as date))) as valid_until
    from exceptions
    inner join failure_modes on exceptions.rule = failure_modes.failure_mode
    inner join names on exceptions.key = names.known_as
    group by failure_modes.failure_mode, names.account_id

)

select * from final
