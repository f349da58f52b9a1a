with rate_gaps as (

    select * from {{ ref('cbh_rate_gaps') }}
    where peer_group = 'all'

),

as_of as (

    select * from {{ ref('as_of') }}

),

settings as (

    select * from {{ ref('int_failure_modes__cbh_settings') }}

),

-- The flagged are those without a motion: they must pay less often than those with one. The lift is
-- that difference of shares, within fit and usage.
final as (

    select
        'conversion_black_holes' as failure_mode,
        as_of.as_of_on as measured_on,
        coalesce(rate_gaps.without_motion, 0) as n_flagged,
        coalesce(rate_gaps.with_motion, 0) as n_other,
        cast(rate_gaps.without_motion_paid as double) / nullif(rate_gaps.without_motion, 0)
            as rate_flagged,
        cast(rate_gaps.with_motion_paid as double) / nullif(rate_gaps.with_motion, 0)
            as rate_other,
        rate_gaps.stratified_gap as lift,
        rate_gaps.stratified_low as lift_low,
        rate_gaps.stratified_high as lift_high,
        coalesce(rate_gaps.is_validated, false) as is_validated,
        concat_ws(
            '',
            'Paid within ', cast(settings.horizon_days as varchar),
            ' days of value; the lift is a difference of shares. ',
            coalesce(rate_gaps.reason, 'not validated: no case has matured')
        ) as reason
    from as_of
    cross join settings
    left join rate_gaps
        on rate_gaps.as_of_month = cast({{ dbt.date_trunc('month', 'as_of.as_of_on') }} as date)

)

select * from final
