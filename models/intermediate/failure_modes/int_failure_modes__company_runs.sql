with company_rules as (

    select * from {{ ref('int_failure_modes__company_rules') }}
    where scenario_id = 'base'

),

-- Every third month back from a month is the end of one of its quarters.
pairs as (

    select
        company_rules.failure_mode,
        company_rules.peer_group,
        company_rules.as_of_month,
        coalesce(earlier.is_present, false) as was_present,
        {{ dbt.datediff('earlier.as_of_month', 'company_rules.as_of_month', 'month') }}
            as months_ago
    from company_rules
    inner join company_rules as earlier
        on company_rules.failure_mode = earlier.failure_mode
            and company_rules.peer_group = earlier.peer_group
            and company_rules.as_of_month >= earlier.as_of_month

),

-- The nearest one at which the rule did not hold ends the run; without one it is as old as known.
final as (

    select
        failure_mode,
        peer_group,
        as_of_month,
        coalesce(
            cast(min(case when not was_present then months_ago end) / 3 as bigint),
            cast(max(months_ago) / 3 as bigint) + 1
        ) as quarters_true
    from pairs
    where mod(months_ago, 3) = 0
    group by failure_mode, peer_group, as_of_month

)

select * from final
