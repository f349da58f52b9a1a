{#- The names of all models that some models are made of, themselves included; models whose names
    begin with a stop are named, but not looked behind. Only at execution; before, none. -#}
{% macro made_of(models, stops) -%}
    {%- set seen = [] -%}
    {%- if execute and graph.nodes is defined -%}
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

{#- What a model stands on, as the components that publications keep fingerprints of, in a list with
    commas: input tables, identity, parameters and other tables of decisions, and the code. -#}
{% macro components_of(model) -%}
    {%- set found = ['code'] -%}
    {%- for name in made_of([model], ('stg_', 'int_config__', 'int_identity__', 'gate_', 'guard_', 'as_of')) -%}
        {%- set entity = name.split('__')[1] -%}
        {%- set component = {'stg': entity, 'int_config': 'parameters' if 'parameter' in entity else entity,
            'int_identity': 'identity'}.get('stg' if name.startswith('stg_') else name.split('__')[0]) -%}
        {%- if component and component not in found + ['row_counts', 'quarantined_rows'] -%}
            {%- do found.append(component) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found | sort | join(', ')) }}
{%- endmacro %}
