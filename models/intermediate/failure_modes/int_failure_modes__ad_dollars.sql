with states as (

    select * from {{ ref('int_failure_modes__ad_states') }}
    where is_present

),

thresholds as (

    select * from {{ ref('int_failure_modes__ad_thresholds') }}

),

fits as (

    select * from {{ ref('int_failure_modes__ad_fits') }}

),

rates as (

    select * from {{ ref('int_failure_modes__ad_rates') }}

),

peer_costs as (

    select * from {{ ref('int_failure_modes__ad_peer_costs') }}

),

margins as (

    select * from {{ ref('int_economics__margins') }}

),

beside as (

    select
        states.scenario_id,
        states.is_base,
        states.as_of_month,
        states.account_id,
        states.product_line,
        states.peer_group,
        states.state,
        fits.human_cost,
        peer_costs.median_cost,
        peer_costs.median_cost_low,
        peer_costs.median_cost_high,
        rates.rate_gap,
        margins.gross_margin_share,
        cast(states.arr as double) * cast(thresholds.causal_haircut as double) as believed_arr,
        cast(greatest(rates.rate_gap, 0) as double) as lost_share,
        cast(greatest(rates.rate_gap_low, 0) as double) as lost_share_low,
        cast(greatest(rates.rate_gap_high, 0) as double) as lost_share_high
    from states
    inner join thresholds on states.scenario_id = thresholds.scenario_id
    inner join fits
        on states.as_of_month = fits.as_of_month and states.account_id = fits.account_id
    left join rates
        on states.as_of_month = rates.as_of_month
            and states.motion_indicated = rates.motion_indicated
    left join peer_costs
        on states.as_of_month = peer_costs.as_of_month
            and states.motion_indicated = peer_costs.motion_indicated
    left join margins on states.as_of_month = margins.as_of_month

),

-- What people do too much costs money, not revenue; what they do too little forgoes revenue. Gross:
-- what Expansion Orphans and Conversion Black Holes count of it is taken off by the one ledger.
final as (

    select
        scenario_id,
        is_base,
        as_of_month,
        account_id,
        product_line,
        peer_group,
        state,
        cast(
            case
                when state = 'over_served' then 0
                when rate_gap is not null then believed_arr * lost_share
            end as decimal(28, 8)
        ) as impact_arr,
        cast(
            case
                when state = 'over_served'
                    then case
                            when human_cost is not null and median_cost is not null
                                then greatest(cast(human_cost - median_cost as double), 0)
                        end
                when rate_gap is not null then believed_arr * lost_share * gross_margin_share
            end as decimal(28, 8)
        ) as impact_gm,
        cast(
            case
                when state = 'over_served'
                    then case
                            when human_cost is not null and median_cost is not null
                                then greatest(cast(human_cost - median_cost_high as double), 0)
                        end
                when rate_gap is not null then believed_arr * lost_share_low * gross_margin_share
            end as decimal(28, 8)
        ) as impact_low,
        cast(
            case
                when state = 'over_served'
                    then case
                            when human_cost is not null and median_cost is not null
                                then greatest(cast(human_cost - median_cost_low as double), 0)
                        end
                when rate_gap is not null then believed_arr * lost_share_high * gross_margin_share
            end as decimal(28, 8)
        ) as impact_high,
        case
            when state = 'over_served' and human_cost is null
                then 'What people cost here is not known: cost rates or minutes are missing.'
            when state = 'over_served' and median_cost is null
                then 'Too few accounts with a fitting motion to compare the cost with.'
            when state = 'over_served'
                then 'What people cost in twelve months above the median of accounts that fit.'
            when rate_gap is null
                then 'Too few accounts a year ago to compare what is kept and grown.'
            when gross_margin_share is null
                then 'What peers that fit keep and grow beyond, in ARR; the margin is unknown.'
            when rate_gap <= 0
                then 'Accounts with a fitting motion keep and grow no more than these.'
            else
                'ARR that peers with a fitting motion keep and grow beyond, discounted for cause; '
                || 'gross of what other modes count.'
        end as dollars_reason
    from beside

)

select * from final
