with states as (

    select * from {{ ref('int_failure_modes__cbh_states') }}

),

dollars as (

    select * from {{ ref('int_failure_modes__cbh_dollars') }}

),

grouped as (
    {% for group in ['states.peer_group', "'all'"] %}
    select
        dollars.*,
        {{ group }} as peer_group
    from dollars
    inner join states
        on dollars.scenario_id = states.scenario_id
            and dollars.as_of_month = states.as_of_month
            and dollars.account_id = states.account_id
            and dollars.product_line = states.product_line
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

final as (

    select
        scenario_id,
        as_of_month,
        peer_group,
        count(*) - count(impact_arr) as unpriced,
        sum(impact_arr) as impact_arr,
        sum(impact_gm) as impact_gm,
        sum(impact_low) as impact_low,
        sum(impact_high) as impact_high,
        min(case when impact_arr is null then dollars_reason end) as unpriced_reason
    from grouped
    group by scenario_id, as_of_month, peer_group

)

select * from final
