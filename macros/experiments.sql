{#- The arm of a unit of an experiment, from its own id alone: the same unit has the same arm on every
    day and every engine, arms of two experiments know nothing of each other, and a larger share moves
    units into the treated arm only. The first eight digits of the hash, read as text, are below the
    share of all of them. -#}
{% macro assigned_arm(experiment_key, unit_id, treated_share) -%}
    {%- if treated_share < 0 or treated_share > 1 -%}
        {{ exceptions.raise_compiler_error("assigned_arm: " ~ treated_share ~ " is no share") }}
    {%- endif -%}
    {%- set bound = 'g' if treated_share == 1 else '%08x' % ((treated_share * 4294967296) | int) -%}
    case
        when
            substring(md5(concat_ws('/', {{ experiment_key }}, {{ unit_id }})), 1, 8) < '{{ bound }}'
            then 'treated'
        else 'control'
    end
{%- endmacro %}
