with verdicts as (

    select * from {{ ref('int_failure_modes__hu_verdicts') }}
    where is_base

),

compared as (

    select
        as_of_month,
        as_of_on,
        account_id,
        state,
        coalesce(
            state = lag(state)
                over (
                    partition by account_id order by as_of_month asc nulls last
                )
            and lag(as_of_month) over (
                partition by account_id order by as_of_month asc nulls last
            ) = {{ dbt.dateadd('month', -1, 'as_of_month') }}, false
        ) as is_continued
    from verdicts

),

runs as (

    select
        *,
        sum(case when is_continued then 0 else 1 end) over (
            partition by account_id order by as_of_month asc nulls last
            rows between unbounded preceding and current row
        ) as run_number
    from compared

),

-- A state begins with the month end at which it is first seen and lasts while every one sees it.
final as (

    select
        as_of_month,
        account_id,
        state,
        min(as_of_on) over (partition by account_id, run_number) as onset_on
    from runs

)

select * from final
