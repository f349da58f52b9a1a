with states as (

    select * from {{ ref('int_failure_modes__cbh_states') }}
    where is_present

),

thresholds as (

    select * from {{ ref('int_failure_modes__cbh_thresholds') }}

),

rate_gaps as (

    select * from {{ ref('cbh_rate_gaps') }}

),

acvs as (

    select * from {{ ref('int_failure_modes__cbh_acvs') }}

),

margins as (

    select * from {{ ref('int_economics__margins') }}

),

-- The nearest peers of whom there are enough.
valued as (

    select
        states.scenario_id,
        states.is_base,
        states.as_of_month,
        states.as_of_on,
        states.account_id,
        states.product_line,
        states.peer_group,
        coalesce(
            own.median_first_year_arr,
            of_line.median_first_year_arr,
            of_group.median_first_year_arr,
            of_all.median_first_year_arr
        ) as first_year_arr,
        case
            when own.purchases is not null then 'peers of the line'
            when of_line.purchases is not null then 'all of the line'
            when of_group.purchases is not null then 'peers of all lines'
            else 'all first purchases'
        end as peers
    from states
    left join acvs as own
        on states.as_of_month = own.as_of_month
            and states.product_line = own.product_line
            and states.peer_group = own.peer_group
    left join acvs as of_line
        on states.as_of_month = of_line.as_of_month
            and states.product_line = of_line.product_line
            and of_line.peer_group = 'all'
    left join acvs as of_group
        on states.as_of_month = of_group.as_of_month
            and of_group.product_line = 'all'
            and states.peer_group = of_group.peer_group
    left join acvs as of_all
        on states.as_of_month = of_all.as_of_month
            and of_all.product_line = 'all'
            and of_all.peer_group = 'all'

),

priced as (

    select
        valued.*,
        rate_gaps.gap,
        rate_gaps.method,
        rate_gaps.is_validated,
        rate_gaps.reason as gap_reason,
        margins.gross_margin_share,
        margins.reason as margin_reason,
        case
            when rate_gaps.method = 'experiment' then 1 else thresholds.causal_haircut
        end as haircut,
        valued.first_year_arr * cast(greatest(rate_gaps.gap, 0) as decimal(18, 10)) as gap_arr,
        valued.first_year_arr * cast(greatest(rate_gaps.gap_low, 0) as decimal(18, 10))
            as low_arr,
        valued.first_year_arr * cast(greatest(rate_gaps.gap_high, 0) as decimal(18, 10))
            as high_arr
    from valued
    inner join thresholds on valued.scenario_id = thresholds.scenario_id
    left join rate_gaps
        on valued.as_of_month = rate_gaps.as_of_month
            and valued.peer_group = rate_gaps.peer_group
    left join margins on valued.as_of_month = margins.as_of_month

),

believed as (

    select
        *,
        cast(haircut * cast(gross_margin_share as decimal(18, 10)) as decimal(18, 10))
            as margin_haircut
    from priced

),

final as (

    select
        scenario_id,
        is_base,
        as_of_month,
        as_of_on,
        account_id,
        product_line,
        cast(case when is_validated then gap_arr * haircut end as decimal(28, 8)) as impact_arr,
        cast(case when is_validated then gap_arr * margin_haircut end as decimal(28, 8))
            as impact_gm,
        cast(case when is_validated then low_arr * margin_haircut end as decimal(28, 8))
            as impact_low,
        cast(case when is_validated then high_arr * margin_haircut end as decimal(28, 8))
            as impact_high,
        case
            when gap_reason is null then 'No dollars: no case has matured.'
            when not is_validated then concat_ws('', 'No dollars: ', gap_reason, '.')
            when first_year_arr is null then 'No dollars: too few first purchases to compare with.'
            else
                concat_ws(
                    '',
                    'Median first-year ARR of ', peers, ' ',
                    cast(round(first_year_arr, 0) as varchar),
                    ' x gap ', cast(cast(gap as decimal(9, 3)) as varchar), ' (', method,
                    ') x haircut ', cast(cast(haircut as decimal(9, 2)) as varchar), '; ',
                    gap_reason, '.',
                    case
                        when gross_margin_share is null
                            then concat_ws('', ' Margin unknown: ', margin_reason, '.')
                    end
                )
        end as dollars_reason
    from believed

)

select * from final
