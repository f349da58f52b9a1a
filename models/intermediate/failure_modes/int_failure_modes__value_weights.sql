{{ config(materialized='view') }}

with settings as (

    select * from {{ ref('int_failure_modes__hu_settings') }}

),

weights as (
    {% for component in ['outcome', 'depth', 'reach', 'owner', 'champion', 'survey'] %}
    select
        '{{ component }}' as component,
        value_weight_{{ component }} as weight
    from settings
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

final as (

    select
        component,
        weight,
        nullif(sum(weight) over (), 0) as all_weights
    from weights

)

select * from final
