with human_touches as (

    select * from {{ ref('int_motions__human_touches') }}

),

handoffs as (

    select * from {{ ref('int_growth__handoffs') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- A function stands for a team: which team a person is in is known only as of today.
functions as (

    select
        human_touches.account_id,
        as_of.as_of_on,
        count(distinct human_touches.actor_function) as function_count
    from human_touches
    cross join as_of
    cross join parameters
    where
        human_touches.touched_at
        > {{ dbt.dateadd('day', '-parameters.window_days', 'as_of.as_of_at') }}
        and human_touches.actor_function is not null
    group by human_touches.account_id, as_of.as_of_on

),

coordination as (

    select
        as_of_on,
        sum(function_count) as function_count,
        count(*) as account_count
    from functions
    group by as_of_on

),

handed as (

    select
        as_of.as_of_on,
        count(*) as handoff_count,
        count(distinct handoffs.account_id) as account_count
    from handoffs
    cross join as_of
    group by as_of.as_of_on

),

final as (

    select
        {{ figure(
            "'M103'", 'as_of', "as_of_on", "'functions that touch an account'", 'count',
            numerator="function_count", denominator="account_count"
        ) }}
    from coordination
    union all
    select
        {{ figure(
            "'M103'", 'as_of', "as_of_on", "'hand-offs per account handed over'", 'count',
            numerator="handoff_count", denominator="account_count"
        ) }}
    from handed

)

select * from final
