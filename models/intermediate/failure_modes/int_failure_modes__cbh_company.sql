with rated as (

    select * from {{ ref('int_failure_modes__cbh_group_rates') }}

),

sums as (

    select * from {{ ref('int_failure_modes__cbh_group_dollars') }}

),

new_arrs as (

    select * from {{ ref('int_failure_modes__cbh_new_arr') }}

),

measurability as (

    select * from {{ ref('int_failure_modes__cbh_measurability') }}

),

final as (

    select
        rated.scenario_id,
        rated.is_base,
        rated.as_of_month,
        rated.as_of_on,
        rated.peer_group,
        measurability.is_measurable,
        measurability.missing_inputs,
        measurability.is_measurable and (
            coalesce(rated.cbh_rate >= rated.flag_rate, false)
            or coalesce(rated.human_rescue_share >= rated.flag_rescue_share, false)
        ) as is_present,
        case
            when not measurability.is_measurable or rated.matured < rated.min_cell_n
                then 'unknown'
            when rated.cbh_rate >= rated.flag_rate
                and coalesce(rated.human_rescue_share >= rated.flag_rescue_share, false)
                then 'holes_and_rescues'
            when rated.cbh_rate >= rated.flag_rate then 'holes'
            when rated.human_rescue_share >= rated.flag_rescue_share then 'rescues'
            else 'clear'
        end as grade,
        rated.cbh_rate,
        rated.human_rescue_share,
        rated.holes,
        rated.matured,
        case
            when rated.holes = 0 then 0
            else
                cast(sums.impact_arr as double) / cast(nullif(new_arrs.new_arr_ttm, 0) as double)
        end as impact_ratio,
        rated.cbh_rate as prevalence,
        {%- for column in ['impact_arr', 'impact_gm', 'impact_low', 'impact_high'] %}
        cast(case when rated.holes = 0 then 0 else sums.{{ column }} end as decimal(28, 8))
            as {{ column }},
        {%- endfor %}
        concat_ws(
            '',
            rated.rates_in_words,
            case when sums.unpriced > 0 then concat_ws('', '. ', sums.unpriced_reason) end
        ) as reason
    from rated
    cross join measurability
    left join sums
        on rated.scenario_id = sums.scenario_id
            and rated.as_of_month = sums.as_of_month
            and rated.peer_group = sums.peer_group
    left join new_arrs
        on rated.as_of_month = new_arrs.as_of_month and rated.peer_group = new_arrs.peer_group

)

select * from final
