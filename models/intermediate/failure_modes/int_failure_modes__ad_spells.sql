with steps as (

    select * from {{ ref('int_failure_modes__ad_steps') }}

),

settings as (

    select * from {{ ref('int_failure_modes__ad_settings') }}

),

mismatches as (

    select
        account_id,
        direction,
        from_on,
        coalesce(until_on, cast('9999-12-31' as date)) as until_on
    from steps
    where direction in ('over_served', 'under_served')

),

-- A short interruption does not end a spell: what returns within spell_gap_days has gone on.
flagged as (

    select
        mismatches.*,
        lag(until_on) over (
            partition by account_id, direction order by from_on asc nulls last
        ) as earlier_until_on
    from mismatches

),

numbered as (

    select
        flagged.account_id,
        flagged.direction,
        flagged.from_on,
        flagged.until_on,
        sum(
            case
                when
                    {{ dbt.datediff('flagged.earlier_until_on', 'flagged.from_on', 'day') }}
                    <= settings.spell_gap_days
                    then 0
                else 1
            end
        ) over (
            partition by flagged.account_id, flagged.direction
            order by flagged.from_on asc nulls last
            rows between unbounded preceding and current row
        ) as spell_number
    from flagged
    cross join settings

),

final as (

    select
        account_id,
        direction,
        min(from_on) as onset_on,
        max(until_on) as until_on
    from numbered
    group by account_id, direction, spell_number

)

select * from final
