with initiation as (

    select * from {{ ref('fct_revenue_event_initiation') }}

),

rates as (

    select * from {{ ref('assumed_logging_rates') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- The trailing twelve months, acquisition left out.
counted as (
    {% for measure, weight in [('events', '1'), ('arr', 'initiation.event_arr')] %}
    select
        '{{ measure }}' as measure,
        {% for name, condition in [
            ('ratio', 'initiation.is_in_ratio'),
            ('product', 'initiation.is_product_standard'),
            ('human', "initiation.is_in_ratio and initiation.initiated_by = 'human'"),
            ('unknown', "initiation.initiated_by = 'unknown'"),
            ('unprompted', "initiation.initiation = 'product_performed_unprompted'")
        ] -%}
        cast(sum(case when {{ condition }} then {{ weight }} else 0 end) as double)
            as {{ name }}_sum{{ ',' if not loop.last }}
        {% endfor %}
    from initiation
    cross join as_of
    where initiation.stage <> 'acquisition'
        and initiation.effective_on > {{ dbt.dateadd('month', -12, 'as_of.as_of_on') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

-- What people started and nobody logged hides among the unknown first, then among orders that the
-- customer seems to have placed alone.
missing as (

    select
        rates.assumed_logging_rate,
        counted.*,
        least(
            counted.human_sum * (1 / cast(rates.assumed_logging_rate as double) - 1),
            counted.unknown_sum
        ) as found_unknown,
        greatest(
            least(
                counted.human_sum * (1 / cast(rates.assumed_logging_rate as double) - 1)
                - counted.unknown_sum,
                counted.unprompted_sum
            ),
            0
        ) as found_unprompted
    from counted
    cross join rates

),

final as (

    select
        assumed_logging_rate,
        max(case when measure = 'events' then
            (product_sum - found_unprompted) / nullif(ratio_sum + found_unknown, 0)
        end) as share_of_events,
        max(case when measure = 'arr' then
            (product_sum - found_unprompted) / nullif(ratio_sum + found_unknown, 0)
        end) as share_of_arr
    from missing
    group by assumed_logging_rate

)

select * from final
