{#- One text from many rows, in a stated order: dbt's Spark form ignores the order. A limit has no
    portable form, so it is refused. -#}

{% macro duckdb__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
    {%- do ordered_without_limit(order_by_clause, limit_num) -%}
    string_agg({{ measure }}, {{ delimiter_text }} {{ order_by_clause }})
{%- endmacro %}

{% macro spark__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
    {%- do ordered_without_limit(order_by_clause, limit_num) -%}
    listagg({{ measure }}, {{ delimiter_text }}) within group ({{ order_by_clause }})
{%- endmacro %}

{% macro ordered_without_limit(order_by_clause, limit_num) -%}
    {%- if limit_num or not order_by_clause -%}
        {{ exceptions.raise_compiler_error('listagg: give an order, and no limit') }}
    {%- endif -%}
{%- endmacro %}

{#- Both engines have the function; dbt's forms for them are a list subscript and a regular expression. -#}
{% macro duckdb__split_part(string_text, delimiter_text, part_number) -%}
    split_part({{ string_text }}, {{ delimiter_text }}, {{ part_number }})
{%- endmacro %}

{% macro spark__split_part(string_text, delimiter_text, part_number) -%}
    split_part({{ string_text }}, {{ delimiter_text }}, {{ part_number }})
{%- endmacro %}
