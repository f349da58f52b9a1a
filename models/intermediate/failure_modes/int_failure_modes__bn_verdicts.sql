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

numbered as (

    select
        *,
        {{ dbt.datediff("cast('2000-01-01' as date)", 'as_of_month', 'month') }} as month_number,
        row_number() over (
            partition by scenario_id, account_id, state order by as_of_month asc nulls last
        ) as state_number
    from judged

),

-- A run of months in one state goes on until a month in another, or without the account.
runs as (

    select
        *,
        state_number - month_number as run
    from numbered

),

begun as (

    select
        *,
        min(as_of_on) over (partition by scenario_id, account_id, state, run) as run_starts_on
    from runs

),

final as (

    select
        begun.scenario_id,
        begun.is_base,
        begun.as_of_month,
        begun.as_of_on,
        begun.account_id,
        begun.peer_group,
        begun.state,
        begun.state = 'borrowed' and exceptions.account_id is null as is_present,
        case
            when begun.state = 'borrowed' and exceptions.account_id is not null then 'exception'
        end as blocked_by,
        case when begun.is_base then begun.run_starts_on end as onset_on,
        begun.is_in_cohort,
        begun.has_held,
        nullif(begun.tags, '') as tags,
        nullif(begun.unknowns, '') as unknowns,
        exceptions.reason as exception_reason,
        begun.bn_acct_margin_drop,
        begun.bn_price_only_share,
        begun.bn_concession_pct,
        begun.bn_expansion_margin_gap
    from begun
    left join exceptions
        on begun.account_id = exceptions.account_id and begun.as_of_on <= exceptions.valid_until

)

select * from final
