with lead_kinds as (

    select * from {{ ref('int_growth__lead_kinds') }}

),

thresholds as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

cells as (

    select
        icp_grade,
        cast(count(case when lead_kind = 'pql' then 1 end) as double) as pqls,
        cast(count(case when lead_kind = 'pql' and is_paid_in_time then 1 end) as double)
            as pqls_paid,
        cast(count(case when lead_kind = 'mql' then 1 end) as double) as mqls,
        cast(count(case when lead_kind = 'mql' and is_paid_in_time then 1 end) as double)
            as mqls_paid
    from lead_kinds
    group by icp_grade

),

-- Mantel and Haenszel's ratio of risks over grades of fit, with the variance of its logarithm by
-- Greenland and Robins: leads of one grade are compared with each other alone.
pooled as (

    select
        sum(pqls_paid * mqls / (pqls + mqls)) as upper_sum,
        sum(mqls_paid * pqls / (pqls + mqls)) as lower_sum,
        sum(
            ((pqls_paid + mqls_paid) * pqls * mqls - pqls_paid * mqls_paid * (pqls + mqls))
            / ((pqls + mqls) * (pqls + mqls))
        ) as spread_sum,
        sum(pqls) as pqls,
        sum(mqls) as mqls
    from cells

),

lifted as (

    select
        pooled.*,
        ln(upper_sum / lower_sum) as log_lift,
        sqrt(spread_sum / (upper_sum * lower_sum)) as log_error,
        cast(thresholds.interval_z as double) as interval_z
    from pooled
    cross join thresholds
    where upper_sum > 0 and lower_sum > 0 and least(pqls, mqls) >= thresholds.min_cell_n

),

lifts as (

    select
        'lift of PQL over MQL, fit matched' as slice,
        exp(log_lift) as value
    from lifted
    union all
    select
        'lift of PQL over MQL, fit matched, low' as slice,
        exp(log_lift - interval_z * log_error) as value
    from lifted
    union all
    select
        'lift of PQL over MQL, fit matched, high' as slice,
        exp(log_lift + interval_z * log_error) as value
    from lifted

),

kinds as (

    select
        upper(lead_kind) as kind_name,
        count(case when is_paid_in_time then 1 end) as paid_count,
        sum(coalesce(first_arr, 0)) as paid_arr,
        count(*) as lead_count
    from lead_kinds
    group by lead_kind

),

dated as (

    select
        kinds.*,
        as_of.as_of_on
    from kinds
    cross join as_of

),

dated_lifts as (

    select
        lifts.*,
        as_of.as_of_on
    from lifts
    cross join as_of

),

final as (

    select
        'M47' as metric_id,
        'as_of' as period,
        as_of_on as period_start,
        'all' as segment,
        concat_ws('', kind_name, ', paid in time') as slice,
        cast(paid_count as double) / nullif(cast(lead_count as double), 0) as value,
        cast(paid_count as double) as numerator,
        cast(lead_count as double) as denominator,
        'share' as unit,
        cast(null as varchar) as reason
    from dated
    union all
    select
        'M47' as metric_id,
        'as_of' as period,
        as_of_on as period_start,
        'all' as segment,
        concat_ws('', kind_name, ', ARR per lead') as slice,
        cast(paid_arr as double) / nullif(cast(lead_count as double), 0) as value,
        cast(paid_arr as double) as numerator,
        cast(lead_count as double) as denominator,
        'dollars' as unit,
        cast(null as varchar) as reason
    from dated
    union all
    select
        'M47' as metric_id,
        'as_of' as period,
        as_of_on as period_start,
        'all' as segment,
        slice as slice,
        cast(value as double) as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        'ratio' as unit,
        cast(null as varchar) as reason
    from dated_lifts

)

select * from final
