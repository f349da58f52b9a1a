with times_to_value as (

    select * from {{ ref('int_growth__times_to_value') }}
    where series = 'quarter' and entry_model <> 'all' and unit = 'account'

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

-- Ok, watch or fix, by limits of its own for assisted sign-ups; no median is no class.
classes as (

    select
        'M41' as metric_id,
        times_to_value.starts_on as period_start,
        concat_ws(
            '', times_to_value.entry_model,
            case when times_to_value.is_assisted then ', assisted: ' else ', self-serve: ' end,
            case
                when times_to_value.median_hours is null then 'no median'
                when
                    times_to_value.median_hours * 60 < case
                        when times_to_value.is_assisted then settings.ttv_ok_minutes_assisted
                        else settings.ttv_ok_minutes
                    end
                    then 'ok'
                when
                    times_to_value.median_hours * 60 < case
                        when times_to_value.is_assisted then settings.ttv_fix_minutes_assisted
                        else settings.ttv_fix_minutes
                    end
                    then 'watch'
                else 'fix'
            end
        ) as slice,
        times_to_value.median_hours / 24 as value
    from times_to_value
    cross join settings

),

final as (

    select
        metric_id,
        'quarter' as period,
        period_start,
        'all' as segment,
        slice,
        value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        'days' as unit,
        case when value is null then 'fewer than half are activated' end as reason
    from classes

)

select * from final
