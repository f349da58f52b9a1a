{#- The content of a row as one text: its columns in order, told apart by a separator. -#}
{% macro row_content(columns) -%}
    concat_ws('|', {% for column in columns %}coalesce(cast({{ column }} as varchar), ''){{ ', ' if not loop.last }}{% endfor %})
{%- endmacro %}

{#- The key of a row that arrived: hash of file, position and content. -#}
{% macro row_key(columns) -%}
    md5(concat_ws('|', source_file, cast(source_position as varchar), {{ row_content(columns) }}))
{%- endmacro %}

{#- A row as JSON text. -#}
{% macro row_payload(columns) -%}
    {{ return(adapter.dispatch('row_payload', 'plr')(columns)) }}
{%- endmacro %}

{% macro default__row_payload(columns) -%}
    to_json(named_struct({% for column in columns %}'{{ column }}', {{ column }}{{ ', ' if not loop.last }}{% endfor %}))
{%- endmacro %}

{% macro duckdb__row_payload(columns) -%}
    cast(json_object({% for column in columns %}'{{ column }}', {{ column }}{{ ', ' if not loop.last }}{% endfor %}) as varchar)
{%- endmacro %}
