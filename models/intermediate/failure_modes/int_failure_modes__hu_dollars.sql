with states as (

    select * from {{ ref('int_failure_modes__hu_states') }}
    where is_present

),

renewing as (

    select * from {{ ref('int_failure_modes__hu_renewing_accounts') }}

),

usage_index as (

    select * from {{ ref('int_failure_modes__usage_index') }}

),

loss_rates as (

    select * from {{ ref('renewal_loss_rates') }}
    where hu_class = 'hollow'

),

margins as (

    select * from {{ ref('int_economics__margins') }}

),

-- Without a place among peers an account is taken for one of the middle.
priced as (

    select
        states.scenario_id,
        states.is_base,
        states.as_of_month,
        states.account_id,
        states.product_line,
        renewing.arr_renewing,
        loss_rates.p_loss,
        loss_rates.method,
        loss_rates.trained_on,
        loss_rates.p_loss - loss_rates.gap as p_loss_proven,
        greatest(cast(loss_rates.gap as decimal(18, 10)), 0) as gap,
        greatest(cast(loss_rates.gap_low as decimal(18, 10)), 0) as gap_low,
        greatest(cast(loss_rates.gap_high as decimal(18, 10)), 0) as gap_high,
        loss_rates.gap is not null as is_priced,
        cast(margins.gross_margin_share as decimal(18, 10)) as margin,
        margins.reason as margin_reason
    from states
    inner join renewing
        on
            states.scenario_id = renewing.scenario_id
            and states.as_of_month = renewing.as_of_month
            and states.account_id = renewing.account_id
    inner join usage_index
        on
            states.as_of_month = usage_index.as_of_month
            and states.account_id = usage_index.account_id
    left join loss_rates
        on
            states.as_of_month = loss_rates.as_of_month
            and usage_index.peer_group = loss_rates.peer_group
            and coalesce(cast(ceil(5 * usage_index.usage_percentile) as bigint), 3)
            = loss_rates.usage_quintile
    left join margins on states.as_of_month = margins.as_of_month

),

final as (

    select
        scenario_id,
        is_base,
        as_of_month,
        account_id,
        product_line,
        case when is_priced then cast(arr_renewing * gap as decimal(28, 8)) end as impact_arr,
        case when is_priced then cast(arr_renewing * gap * margin as decimal(28, 8)) end
            as impact_gm,
        case when is_priced then cast(arr_renewing * gap_low * margin as decimal(28, 8)) end
            as impact_low,
        case when is_priced then cast(arr_renewing * gap_high * margin as decimal(28, 8)) end
            as impact_high,
        arr_renewing as arr_at_risk,
        p_loss,
        p_loss_proven,
        method as p_loss_method,
        case
            when not is_priced then 'no renewal has matured from which a loss could be expected'
            when margin is null then concat_ws('', 'margin unknown: ', margin_reason)
            when gap = 0
                then 'hollow accounts of its kind lost no more at their renewals than proven ones'
            else concat_ws(
                    '', cast(cast(arr_renewing as decimal(28, 0)) as varchar),
                    ' of ARR renew within the horizon; expected to lose ',
                    cast(cast(100 * p_loss as decimal(18, 1)) as varchar), ' % instead of ',
                    cast(cast(100 * p_loss_proven as decimal(18, 1)) as varchar), ' % (',
                    method, ', ', cast(trained_on as varchar), ' renewals)'
                )
        end as dollars_reason
    from priced

)

select * from final
