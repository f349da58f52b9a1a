with tests as (

    select * from {{ ref('int_growth__signup_tests') }}

),

tested as (

    select
        metric_id,
        signup_month as period_start,
        concat_ws(
            ', ', question, entry_model, case when is_assisted then 'assisted' else 'self-serve' end
        ) as slice,
        count(case when is_met then 1 end) as numerator,
        count(*) as denominator
    from tests
    group by metric_id, signup_month, question, entry_model, is_assisted

),

final as (

    select
        metric_id,
        'month' as period,
        period_start,
        'all' as segment,
        slice,
        cast(numerator as double) / nullif(denominator, 0) as value,
        cast(numerator as double) as numerator,
        cast(denominator as double) as denominator,
        'share' as unit,
        cast(null as varchar) as reason
    from tested

)

select * from final
