with members as (

    select * from {{ ref('int_growth__cohort_members') }}
    where unit = 'account'

),

thresholds as (

    select * from {{ ref('int_config__parameters') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

windows as (

    select 1 as window_number
    union all
    select 2 as window_number
    union all
    select 3 as window_number
    union all
    select 4 as window_number

),

sized as (

    select
        window_number,
        case window_number
            when 1 then settings.activation_sensitivity_days_1
            when 2 then settings.activation_sensitivity_days_2
            when 3 then thresholds.act_window_days
            else settings.activation_sensitivity_days_3
        end as window_days
    from windows
    cross join settings
    cross join thresholds

),

-- How much the rate of activation hangs on its window; each window on its own closed cohorts.
sensitivity as (

    select
        'M37' as metric_id,
        members.cohort_month as period_start,
        concat_ws(
            '', 'within ', cast(sized.window_days as varchar), ' days, ', members.entry_model,
            case when members.is_assisted then ', assisted' else ', self-serve' end
        ) as slice,
        count(case
            when
                members.activated_at
                <= {{ dbt.dateadd('day', 'sized.window_days', 'members.signed_up_at') }}
                then 1
        end) as numerator,
        count(*) as denominator
    from members
    cross join as_of
    cross join sized
    where
        {{ dbt.dateadd(
            'day', 'sized.window_days', dbt.dateadd('month', 1, 'members.cohort_month')
        ) }} <= as_of.as_of_at
    group by
        members.cohort_month, members.entry_model, members.is_assisted, sized.window_days

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
    from sensitivity

)

select * from final
