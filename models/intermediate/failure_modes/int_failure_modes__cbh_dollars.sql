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
    {%- for name, line, group in [
        ('own', 'states.product_line', 'states.peer_group'),
        ('of_line', 'states.product_line', "'all'"),
        ('of_group', "'all'", 'states.peer_group'),
        ('of_all', "'all'", "'all'")
    ] %}
    left join acvs as {{ name }}
        on states.as_of_month = {{ name }}.as_of_month
            and {{ name }}.product_line = {{ line }}
            and {{ name }}.peer_group = {{ group }}
    {%- endfor %}

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
        {%- for bound in ['gap', 'gap_low', 'gap_high'] %}
        case
            when rate_gaps.is_validated
                then
                    valued.first_year_arr
                    * cast(greatest(rate_gaps.{{ bound }}, 0) as decimal(18, 10))
        end as {{ bound }}_arr
        {{- ',' if not loop.last }}
        {%- endfor %}
    from valued
    inner join thresholds on valued.scenario_id = thresholds.scenario_id
    left join rate_gaps
        on valued.as_of_month = cast(rate_gaps.as_of_month as date)
            and valued.peer_group = rate_gaps.peer_group
    left join margins on valued.as_of_month = margins.as_of_month

),

final as (

    select
        scenario_id,
        is_base,
        as_of_month,
        as_of_on,
        account_id,
        product_line,
        cast(gap_arr * haircut as decimal(28, 8)) as impact_arr,
        {%- for column, name in [
            ('gap_arr', 'impact_gm'), ('gap_low_arr', 'impact_low'), ('gap_high_arr', 'impact_high')
        ] %}
        cast(
            {{ column }} * haircut * cast(gross_margin_share as decimal(18, 10)) as decimal(28, 8)
        ) as {{ name }},
        {%- endfor %}
        concat_ws(
            '',
            case
                when gap_reason is null then 'No dollars: no case has matured.'
                when not is_validated then 'No dollars: ' || gap_reason || '.'
                when first_year_arr is null then 'No dollars: too few first purchases to compare with.'
                else concat_ws(
                    '',
                    'Median first-year ARR of ', peers, ' ', cast(round(first_year_arr, 0) as varchar),
                    ' x gap ', cast(cast(gap as decimal(9, 3)) as varchar), ' (', method, ') x haircut ',
                    cast(cast(haircut as decimal(9, 2)) as varchar), '; ', gap_reason, '.'
                )
            end,
            case
                when gross_margin_share is null
                    then concat_ws('', ' No margin dollars: ', coalesce(margin_reason, 'margin unknown'))
            end
        ) as dollars_reason
    from priced

)

select * from final
