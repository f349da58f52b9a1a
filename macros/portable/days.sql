{#- How an incremental model replaces whole days. On DuckDB the hook of the model removes them and the
    new rows are appended, in one transaction; on Spark partitions are overwritten. -#}
{% macro whole_days_strategy() -%}
    {{ return(adapter.dispatch('whole_days_strategy', 'plr')()) }}
{%- endmacro %}

{% macro default__whole_days_strategy() -%}
    {{ return('append') }}
{%- endmacro %}

{% macro spark__whole_days_strategy() -%}
    {{ return('insert_overwrite') }}
{%- endmacro %}

{#- The partition of a model whose days are replaced; none where the engine needs none. -#}
{% macro whole_days_partition(column) -%}
    {{ return(adapter.dispatch('whole_days_partition', 'plr')(column)) }}
{%- endmacro %}

{% macro default__whole_days_partition(column) -%}
    {{ return(none) }}
{%- endmacro %}

{% macro spark__whole_days_partition(column) -%}
    {{ return([column]) }}
{%- endmacro %}
