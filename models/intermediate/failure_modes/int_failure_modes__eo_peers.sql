{{ config(materialized='view') }}

with final as (
    {% for member in ['small', 'medium', 'large'] %}
    select
        '{{ member }}' as peer_group,
        '{{ member }}' as member
    union all
    select
        'all' as peer_group,
        '{{ member }}' as member{{ ' union all' if not loop.last }}
    {%- endfor %}

)

select * from final
