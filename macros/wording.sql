{#- A sentence with its words in braces replaced by columns of the same names; a null leaves nothing. -#}
{% macro filled(sentence, columns) -%}
    {%- set state = namespace(text=sentence) -%}
    {%- for column in columns -%}
        {%- set state.text = "replace(" ~ state.text ~ ", '{" ~ column ~ "}', coalesce(" ~ column ~ ", ''))" -%}
    {%- endfor -%}
    {{- state.text -}}
{%- endmacro %}
