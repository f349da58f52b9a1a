{#- Written down at the beginning and at the end of every run that builds or tests: a retry may publish only
    where every run since its build began came to its end (plr/publish/chain.py). A run that was killed
    leaves no other trace. -#}
{% macro note_run() -%}
    {%- if execute and flags.WHICH in ('build', 'run', 'retry', 'seed', 'snapshot', 'test') -%}
        {%- set relation = api.Relation.create(
            database=target.database, schema='staging', identifier='runs_noted') -%}
        {%- do adapter.create_schema(relation) -%}
        {%- do run_query('create table if not exists ' ~ relation ~ ' (run_number bigint, invocation_id '
            ~ dbt.type_string() ~ ', command ' ~ dbt.type_string() ~ ', is_over boolean)') -%}
        {%- do run_query('insert into ' ~ relation ~ " select coalesce(max(run_number), 0) + 1, '"
            ~ invocation_id ~ "', '" ~ flags.WHICH ~ "', false from " ~ relation) -%}
    {%- endif -%}
{%- endmacro %}

{% macro note_run_over() -%}
    {%- if execute and flags.WHICH in ('build', 'run', 'retry', 'seed', 'snapshot', 'test') -%}
        {%- set relation = api.Relation.create(
            database=target.database, schema='staging', identifier='runs_noted') -%}
        {%- do run_query('update ' ~ relation ~ " set is_over = true where invocation_id = '"
            ~ invocation_id ~ "'") -%}
    {%- endif -%}
{%- endmacro %}
