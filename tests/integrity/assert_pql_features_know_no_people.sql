{{ config(group="warehouse") }}

-- What it is: a table of acts of people of the company among what the PQL features are made of (found
-- by the graph itself), or a feature listed as such. Identity, configuration and revenue are where an
-- account, a threshold and a first payment come from; they are not looked behind.
-- When it matters: the score would learn whom people already chase, not who is ready.
-- How to fix: take the table out of int_features__lead_facts; what people did may serve other scores.
{%- set people = [] -%}
{%- if execute -%}
    {%- set seen = [] -%}
    {%- set left = graph.nodes.values()
        | selectattr('name', 'in', ['int_features__lead_facts', 'int_features__lead_standing'])
        | map(attribute='unique_id') | list -%}
    {%- for _ in range(1000) if left -%}
        {%- set node = graph.nodes.get(left.pop()) -%}
        {%- if node and node.name not in seen -%}
            {%- do seen.append(node.name) -%}
            {%- if node.name.startswith(('int_motions__', 'int_attribution__', 'stg_crm__', 'stg_success__')) -%}
                {%- do people.append(node.name) -%}
            {%- elif not node.name.startswith(('int_identity__', 'int_config__', 'int_revenue__')) -%}
                {%- do left.extend(node.depends_on.nodes | default([])) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
{%- endif -%}
-- depends_on: {{ ref('int_features__lead_facts') }}
-- depends_on: {{ ref('int_features__lead_standing') }}
with listed as (

    select feature
    from {{ ref('score_features') }}
    where score = 'pql' and kind = 'human'

)

select
    feature as problem,
    'is listed as what people did' as reason
from listed
{% for name in people %}
union all
select
    '{{ name }}' as problem,
    'holds acts of people and feeds the PQL features' as reason
{% endfor %}
