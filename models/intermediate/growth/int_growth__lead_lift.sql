with lead_kinds as (

    select * from {{ ref('int_growth__lead_kinds') }}

),

thresholds as (

    select * from {{ ref('int_config__parameters') }}

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

final as (

    select
        pqls,
        mqls,
        round(exp(log_lift), 8) as lift,
        round(exp(log_lift - interval_z * log_error), 8) as lift_low,
        round(exp(log_lift + interval_z * log_error), 8) as lift_high
    from lifted

)

select * from final
