{#- A gate holds the critical findings of a guard; one row closes it. -#}
{% test gate_is_open(model) %}
    select * from {{ model }}
{% endtest %}
