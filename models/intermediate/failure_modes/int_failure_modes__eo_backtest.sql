with lift as (

    select * from {{ ref('eo_lift') }}

),

settings as (

    select * from {{ ref('int_failure_modes__eo_settings') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

judged as (

    select
        lift.*,
        as_of.as_of_on,
        settings.eo_backtest_lift_min,
        settings.eo_horizon_days,
        lift.n_flagged >= settings.min_cell_n and lift.n_other >= settings.min_cell_n as is_enough,
        coalesce(lift.lift >= settings.eo_backtest_lift_min and lift.lift_low > 1, false)
            as is_lifted
    from lift
    cross join settings
    cross join as_of

),

final as (

    select
        'expansion_orphans' as failure_mode,
        as_of_on as measured_on,
        n_flagged,
        n_other,
        rate_flagged,
        rate_other,
        lift,
        lift_low,
        lift_high,
        is_enough and is_lifted as is_validated,
        concat_ws(
            '',
            case
                when not is_enough then 'not validated: too few past verdicts'
                when is_lifted then 'ready accounts expanded more often than peers that were not'
                else 'not validated: ready accounts did not expand clearly more often than peers'
            end,
            ' (', cast(n_flagged as varchar), ' ready, ', cast(n_other as varchar),
            ' other, within ', cast(eo_horizon_days as varchar), ' days, wanted lift ',
            cast(cast(eo_backtest_lift_min as decimal(38, 1)) as varchar), ')'
        ) as reason
    from judged

)

select * from final
