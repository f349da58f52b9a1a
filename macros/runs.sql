{#- Written down at the beginning of every run that builds or tests: a retry may publish only where the
    run before it is the one that it goes on with (plr/publish/chain.py). A run that was killed leaves no other trace. -#}
{% macro note_run() -%}
    {%- if execute and flags.WHICH in ('build', 'run', 'retry', 'seed', 'snapshot', 'test') -%}
        {%- set relation = api.Relation.create(
            database=target.database, schema='staging', identifier='runs_begun') -%}
        {%- do adapter.create_schema(relation) -%}
        {%- do run_query('create table if not exists ' ~ relation ~ ' (run_number bigint, invocation_id '
            ~ dbt.type_string() ~ ', command ' ~ dbt.type_string() ~ ')') -%}
        {%- do run_query('insert into ' ~ relation ~ " select coalesce(max(run_number), 0) + 1, '"
            ~ invocation_id ~ "', '" ~ flags.WHICH ~ "' from " ~ relation) -%}
    {%- endif -%}
{%- endmacro %}
