with months as (

    select * from {{ ref('int_failure_modes__months') }}
    where is_current

),

final as (

    select
        'product_passive_growth' as failure_mode,
        as_of_on as measured_on,
        cast(null as bigint) as n_flagged,
        cast(null as bigint) as n_other,
        cast(null as double) as rate_flagged,
        cast(null as double) as rate_other,
        cast(null as double) as lift,
        cast(null as double) as lift_low,
        cast(null as double) as lift_high,
        cast(null as boolean) as is_validated,
        'Not applicable: the umbrella pattern says who starts revenue now, and predicts nothing '
        || 'of an account that could come true.' as reason
    from months

)

select * from final
