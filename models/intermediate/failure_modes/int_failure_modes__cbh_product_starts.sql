with outcomes as (

    select * from {{ ref('int_failure_modes__cbh_outcomes') }}
    where is_judged

),

quarters as (

    select * from {{ ref('int_failure_modes__cbh_quarters') }}

),

settings as (

    select * from {{ ref('int_failure_modes__cbh_settings') }}

),

-- What reached value in the twelve months and has had its days.
matured as (

    select
        quarters.quarter,
        outcomes.peer_group,
        case
            when {{ dbt.datediff(
                'outcomes.value_reached_on', 'outcomes.first_product_act_at', 'day'
            ) }} <= settings.product_start_days
                then 1
            else 0
        end as is_started
    from quarters
    cross join settings
    inner join outcomes
        on outcomes.value_reached_on > {{ dbt.dateadd('month', -12, 'quarters.as_of_on') }}
            and {{ dbt.datediff('outcomes.value_reached_on', 'quarters.as_of_on', 'day') }}
            >= settings.product_start_days

),

grouped as (
    {% for group in ['peer_group', "'all'"] %}
    select
        quarter,
        {{ group }} as peer_group,
        is_started
    from matured
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

final as (

    select
        quarter,
        peer_group,
        count(*) as cases,
        sum(is_started) as started
    from grouped
    group by quarter, peer_group

)

select * from final
