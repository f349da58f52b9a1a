with tests as (

    select * from {{ ref('int_failure_modes__bn_tests') }}

),

exceptions as (

    select * from {{ ref('int_failure_modes__exceptions') }}
    where failure_mode = 'borrowed_nrr'

),

judged as (

    select
        tests.*,
        case
            when not tests.is_in_cohort then 'not_assessable'
            when not tests.has_held then 'none'
            when
                coalesce(tests.has_margin_drop, false)
                or coalesce(tests.is_price_only, false)
                or coalesce(tests.has_concession, false)
                or coalesce(tests.is_thin_expansion, false)
                then 'borrowed'
            when
                tests.has_margin_drop is null
                or tests.is_price_only is null
                or tests.has_concession is null
                or tests.is_thin_expansion is null
                then 'not_assessable'
            else 'none'
        end as state,
        concat_ws(
            ',',
            case when tests.has_margin_drop then 'margin_drop' end,
            case when tests.is_price_only then 'price_only' end,
            case when tests.has_concession then 'concession' end,
            case when tests.is_thin_expansion then 'thin_expansion' end
        ) as tags,
        concat_ws(
            ', ',
            case when tests.has_margin_drop is null then 'the margin of two years' end,
            case when tests.is_price_only is null then 'the trend of its value' end,
            case when tests.has_concession is null then 'concessions' end,
            case when tests.is_thin_expansion is null then 'the margin of what it added' end
        ) as unknowns
    from tests

),

-- A run of months in one state goes on until a month in another, or without the account.
runs as (

    select
        *,
        row_number() over (
            partition by scenario_id, account_id, state order by as_of_month asc nulls last
        )
        - {{ dbt.datediff("cast('2000-01-01' as date)", 'as_of_month', 'month') }} as run
    from judged

),

final as (

    select
        runs.scenario_id,
        runs.is_base,
        runs.as_of_month,
        runs.as_of_on,
        runs.account_id,
        runs.peer_group,
        runs.state,
        runs.state = 'borrowed' and exceptions.account_id is null as is_present,
        case
            when runs.state = 'borrowed' and exceptions.account_id is not null then 'exception'
        end as blocked_by,
        case
            when runs.is_base
                then
                    min(runs.as_of_on) over (
                        partition by runs.scenario_id, runs.account_id, runs.state, runs.run
                    )
        end as onset_on,
        runs.is_in_cohort,
        runs.has_held,
        nullif(runs.tags, '') as tags,
        nullif(runs.unknowns, '') as unknowns,
        exceptions.reason as exception_reason,
        runs.bn_acct_margin_drop,
        runs.bn_price_only_share,
        runs.bn_concession_pct,
        runs.bn_expansion_margin_gap
    from runs
    left join exceptions
        on runs.account_id = exceptions.account_id and runs.as_of_on <= exceptions.valid_until

)

select * from final
