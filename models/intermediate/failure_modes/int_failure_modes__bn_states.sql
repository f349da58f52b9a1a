with verdicts as (

    select * from {{ ref('int_failure_modes__bn_verdicts') }}

),

evidence as (

    select * from {{ ref('int_failure_modes__bn_evidence') }}

),

joined as (

    select
        verdicts.*,
        evidence.arr,
        cast(cast(evidence.arr as decimal(28, 0)) as varchar) as arr_text,
        cast(cast(evidence.arr_year_ago as decimal(28, 0)) as varchar) as arr_year_ago_text,
        cast(cast(evidence.margin_drop_points as decimal(18, 1)) as varchar) as drop_text,
        cast(cast(100 * evidence.margin_ttm as decimal(18, 1)) as varchar) as margin_text,
        cast(cast(100 * evidence.margin_prior as decimal(18, 1)) as varchar) as prior_text,
        cast(cast(100 * evidence.price_share_of_growth as decimal(28, 0)) as varchar) as price_text,
        cast(cast(evidence.value_trend as decimal(18, 2)) as varchar) as value_text,
        cast(cast(100 * evidence.concession_share as decimal(18, 1)) as varchar) as gift_text,
        cast(cast(100 * evidence.expansion_margin as decimal(28, 1)) as varchar) as expansion_text,
        cast(cast(100 * evidence.base_margin as decimal(28, 1)) as varchar) as base_text,
        cast(evidence.renewed_on as varchar) as renewed_text,
        cast(cast(verdicts.bn_acct_margin_drop as decimal(18, 1)) as varchar) as drop_limit,
        cast(cast(100 * verdicts.bn_price_only_share as decimal(18, 0)) as varchar) as price_limit,
        cast(cast(100 * verdicts.bn_concession_pct as decimal(18, 1)) as varchar) as gift_limit,
        cast(cast(verdicts.bn_expansion_margin_gap as decimal(18, 1)) as varchar) as thin_limit
    from verdicts
    inner join evidence
        on verdicts.as_of_month = evidence.as_of_month
            and verdicts.account_id = evidence.account_id

),

worded as (

    select
        *,
        concat_ws(
            '; ',
            case
                when tags like '%margin_drop%'
                    then concat_ws(
                            '', 'its margin fell by ', drop_text, ' points to ', margin_text,
                            ' % (would take less than ', drop_limit, ')'
                        )
            end,
            case
                when tags like '%price_only%'
                    then concat_ws(
                            '', price_text, ' % of its growth is price and its value trend is ',
                            value_text, ' (would take less than ', price_limit,
                            ' %, or value that rises)'
                        )
            end,
            case
                when tags like '%concession%'
                    then concat_ws(
                            '', 'its renewal of ', renewed_text, ' took concessions of ', gift_text,
                            ' % of ARR (would take less than ', gift_limit, ' %)'
                        )
            end,
            case
                when tags like '%thin_expansion%'
                    then concat_ws(
                            '', 'what it added has a margin of ', expansion_text, ' %, its base of ',
                            base_text, ' % (would take less than ', thin_limit, ' points below)'
                        )
            end
        ) as findings
    from joined

),

final as (

    select
        scenario_id,
        is_base,
        as_of_month,
        as_of_on,
        account_id,
        'all' as product_line,
        state,
        is_present,
        blocked_by,
        onset_on,
        {{ dbt.datediff('onset_on', 'as_of_on', 'day') }} as days_in_state,
        arr,
        case
            when not is_in_cohort then 'It did not pay a year ago: there is no year to compare.'
            when not has_held
                then concat_ws('', 'ARR fell from ', arr_year_ago_text, ' to ', arr_text, '.')
            when state = 'borrowed'
                then concat_ws(
                        '', 'ARR held (', arr_year_ago_text, ' to ', arr_text, '), but ', findings,
                        '.', ' Taken out: ' || exception_reason || '.'
                    )
            when state = 'not_assessable'
                then concat_ws('', 'ARR held, but what is not known: ', unknowns, '.')
            else concat_ws(
                    '', 'ARR held (', arr_year_ago_text, ' to ', arr_text,
                    ') with no price-only growth, concession or margin lost beyond the limits',
                    ' (margin ' || margin_text || ' % after ' || prior_text || ' %)', '.'
                )
        end as reason,
        concat_ws(
            '; ',
            'reasons=' || tags,
            'arr_year_ago=' || arr_year_ago_text,
            'margin_ttm=' || margin_text,
            'margin_prior=' || prior_text,
            'price_share_of_growth=' || price_text,
            'value_trend=' || value_text,
            'renewed_on=' || renewed_text,
            'concession_share=' || gift_text,
            'expansion_margin=' || expansion_text,
            'not_known=' || unknowns
        ) as evidence
    from worded

)

select * from final
