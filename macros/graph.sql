{#- The names of all models that some models are made of, themselves included; models whose names
    begin with a stop are named, but not looked behind. Only at execution; before, none. -#}
{% macro made_of(models, stops) -%}
    {%- set seen = [] -%}
    {%- if execute -%}
        {%- set left = graph.nodes.values() | selectattr('name', 'in', models)
            | map(attribute='unique_id') | list -%}
        {%- for _ in range(2000) if left -%}
            {%- set node = graph.nodes.get(left.pop()) -%}
            {%- if node and node.name not in seen -%}
                {%- do seen.append(node.name) -%}
                {%- if not node.name.startswith(stops) -%}
                    {%- do left.extend(node.depends_on.nodes | default([])) -%}
                {%- endif -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(seen) }}
{%- endmacro %}
