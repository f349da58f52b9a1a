with members as (

    select * from {{ ref('int_growth__cohort_members') }}
    where unit = 'account' and not is_paying_at_signup

),

named as (

    select
        cohort_month,
        concat_ws(
            '', entry_model, case when is_assisted then ', assisted' else ', self-serve' end
        ) as cohort_name,
        signed_up_at,
        activated_at,
        case when first_paid_at is null or pql_at <= first_paid_at then pql_at end as pql_at,
        first_paid_at
    from members

),

counted as (

    select
        cohort_month,
        cohort_name,
        count(*) as signups,
        count(activated_at) as activated,
        count(pql_at) as pqls,
        count(first_paid_at) as paid,
        median({{ dbt.datediff('signed_up_at', 'activated_at', 'day') }}) as days_to_activation,
        median({{ dbt.datediff('signed_up_at', 'pql_at', 'day') }}) as days_to_pql,
        median({{ dbt.datediff('signed_up_at', 'first_paid_at', 'day') }}) as days_to_paid
    from named
    group by cohort_month, cohort_name

),

final as (

    select
        'M50' as metric_id,
        'month' as period,
        cohort_month as period_start,
        'all' as segment,
        concat_ws('', cohort_name, ': activated of sign-ups') as slice,
        cast(activated as double) / nullif(cast(signups as double), 0) as value,
        cast(activated as double) as numerator,
        cast(signups as double) as denominator,
        'share' as unit,
        cast(null as varchar) as reason
    from counted
    union all
    select
        'M50' as metric_id,
        'month' as period,
        cohort_month as period_start,
        'all' as segment,
        concat_ws('', cohort_name, ': qualified of sign-ups') as slice,
        cast(pqls as double) / nullif(cast(signups as double), 0) as value,
        cast(pqls as double) as numerator,
        cast(signups as double) as denominator,
        'share' as unit,
        cast(null as varchar) as reason
    from counted
    union all
    select
        'M50' as metric_id,
        'month' as period,
        cohort_month as period_start,
        'all' as segment,
        concat_ws('', cohort_name, ': paid of sign-ups') as slice,
        cast(paid as double) / nullif(cast(signups as double), 0) as value,
        cast(paid as double) as numerator,
        cast(signups as double) as denominator,
        'share' as unit,
        cast(null as varchar) as reason
    from counted
    union all
    select
        'M50' as metric_id,
        'month' as period,
        cohort_month as period_start,
        'all' as segment,
        concat_ws('', cohort_name, ': median days to activation') as slice,
        cast(days_to_activation as double) as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        'days' as unit,
        cast(null as varchar) as reason
    from counted
    where days_to_activation is not null
    union all
    select
        'M50' as metric_id,
        'month' as period,
        cohort_month as period_start,
        'all' as segment,
        concat_ws('', cohort_name, ': median days to qualification') as slice,
        cast(days_to_pql as double) as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        'days' as unit,
        cast(null as varchar) as reason
    from counted
    where days_to_pql is not null
    union all
    select
        'M50' as metric_id,
        'month' as period,
        cohort_month as period_start,
        'all' as segment,
        concat_ws('', cohort_name, ': median days to payment') as slice,
        cast(days_to_paid as double) as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        'days' as unit,
        cast(null as varchar) as reason
    from counted
    where days_to_paid is not null

)

select * from final
