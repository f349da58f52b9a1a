with members as (

    select * from {{ ref('int_growth__cohort_members') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- Who is not activated yet was watched until today, or until the workspace was deleted.
watched as (

    select
        members.*,
        coalesce(
            members.activated_at,
            least(coalesce(members.deleted_at, as_of.as_of_at), as_of.as_of_at)
        ) as seen_until_at
    from members
    cross join as_of

),

timed as (

    select
        unit,
        cohort_month,
        cast({{ dbt.date_trunc('quarter', 'cohort_month') }} as date) as cohort_quarter,
        entry_model,
        is_assisted,
        activated_at is not null as is_activated,
        greatest(
            {{ dbt.datediff('signed_up_at', 'seen_until_at', 'second') }}, 0
        ) as waited_seconds
    from watched

),

final as (

    select
        'month' as series,
        cohort_month as starts_on,
        entry_model,
        is_assisted,
        unit,
        waited_seconds,
        is_activated
    from timed
    union all
    select
        'quarter' as series,
        cohort_quarter as starts_on,
        entry_model,
        is_assisted,
        unit,
        waited_seconds,
        is_activated
    from timed
    union all
    select
        'quarter' as series,
        cohort_quarter as starts_on,
        'all' as entry_model,
        is_assisted,
        unit,
        waited_seconds,
        is_activated
    from timed

)

select * from final
