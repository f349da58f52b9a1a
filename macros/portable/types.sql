{#- dbt's type_float is 32 bits wide on DuckDB; rates need 64 everywhere. -#}
{% macro type_double() -%}
    {{ return(adapter.dispatch('type_double', 'plr')()) }}
{%- endmacro %}

{% macro default__type_double() -%}
    double
{%- endmacro %}

{#- A time without a zone: the session of both engines stands at UTC. -#}
{% macro duckdb__type_timestamp() -%}
    timestamp
{%- endmacro %}

{% macro spark__type_timestamp() -%}
    timestamp_ntz
{%- endmacro %}

{#- Null where the value cannot be read: dbt's own form raises on DuckDB and leans on a session
    setting on Spark. -#}
{% macro duckdb__safe_cast(field, type) -%}
    try_cast({{ field }} as {{ type }})
{%- endmacro %}

{% macro spark__safe_cast(field, type) -%}
    try_cast({{ field }} as {{ type }})
{%- endmacro %}
