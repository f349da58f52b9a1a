with value_people as (

    select * from {{ ref('int_failure_modes__value_people') }}

),

steps as (

    select
        account_id,
        component,
        asked_on as stepped_on,
        0 as step
    from value_people
    union all
    select
        account_id,
        component,
        there_on as stepped_on,
        1 as step
    from value_people
    where there_on is not null and coalesce(left_on > there_on, true)
    union all
    select
        account_id,
        component,
        left_on as stepped_on,
        -1 as step
    from value_people
    where there_on is not null and left_on > there_on

),

step_days as (

    select
        account_id,
        component,
        stepped_on,
        sum(step) as step
    from steps
    group by account_id, component, stepped_on

),

-- One of them is enough, and who comes after another takes the place.
counted as (

    select
        account_id,
        component,
        stepped_on,
        lead(stepped_on) over (
            partition by account_id, component order by stepped_on asc nulls last
        ) as steps_next_on,
        sum(step) over (
            partition by account_id, component order by stepped_on asc nulls last
            rows between unbounded preceding and current row
        ) as people
    from step_days

),

final as (

    select
        account_id,
        component,
        component as item_key,
        stepped_on as valid_from,
        coalesce(steps_next_on, cast('9999-12-31' as date)) as valid_to,
        cast(case when people > 0 then 1 else 0 end as decimal(18, 8)) as score
    from counted

)

select * from final
