with outcomes as (

    select * from {{ ref('int_failure_modes__outcomes') }}
    where attainment is not null

),

survey_answers as (

    select * from {{ ref('int_failure_modes__survey_answers') }}

),

settings as (

    select * from {{ ref('int_failure_modes__hu_settings') }}

),

readings as (

    select
        account_id,
        'outcome' as component,
        item_key,
        measured_on as stated_on,
        attainment as score
    from outcomes
    union all
    select
        account_id,
        'survey' as component,
        item_key,
        answered_on as stated_on,
        score
    from survey_answers

),

reading_days as (

    select
        account_id,
        component,
        item_key,
        stated_on,
        cast(cast(sum(score) as double) / count(*) as decimal(18, 8)) as score
    from readings
    group by account_id, component, item_key, stated_on

),

-- A reading speaks until the next of its kind, but not for ever.
carried as (

    select
        reading_days.*,
        lead(reading_days.stated_on) over (
            partition by reading_days.account_id, reading_days.component, reading_days.item_key
            order by reading_days.stated_on asc nulls last
        ) as restated_on,
        cast(
            {{ dbt.dateadd('day', 'settings.value_carry_days', 'reading_days.stated_on') }}
            as date
        ) as expires_on
    from reading_days
    cross join settings

),

final as (

    select
        account_id,
        component,
        item_key,
        stated_on as valid_from,
        least(coalesce(restated_on, expires_on), expires_on) as valid_to,
        score
    from carried

)

select * from final
