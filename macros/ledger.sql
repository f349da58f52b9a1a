{#- An amount divided once, exactly, rounded half away from zero to 8 decimals: the quotient in
    double is at most one unit off, and the remainder in decimals says which way. -#}
{% macro money_quotient(amount, divisor) -%}
    {%- set first = "cast(cast(" ~ amount ~ " as double) / cast(" ~ divisor ~ " as double) as decimal(28, 8))" -%}
    {%- set rest = "cast(2 as decimal(1, 0)) * (" ~ amount ~ " - " ~ first ~ " * " ~ divisor ~ ")" -%}
    {%- set unit = "cast(0.00000001 as decimal(9, 8))" -%}
    ({{ first }} + case
        when {{ amount }} >= 0 and {{ rest }} >= {{ unit }} * {{ divisor }} then {{ unit }}
        when {{ amount }} >= 0 and {{ rest }} < -{{ unit }} * {{ divisor }} then -{{ unit }}
        when {{ amount }} < 0 and {{ rest }} <= -{{ unit }} * {{ divisor }} then -{{ unit }}
        when {{ amount }} < 0 and {{ rest }} > {{ unit }} * {{ divisor }} then {{ unit }}
        else cast(0 as decimal(9, 8))
    end)
{%- endmacro %}

{#- The latest value that is not null, up to and with the current row of a window. -#}
{% macro last_known(expression, partition_by, order_by) -%}
    {{ return(adapter.dispatch('last_known', 'plr')(expression, partition_by, order_by)) }}
{%- endmacro %}

{% macro default__last_known(expression, partition_by, order_by) -%}
    last_value({{ expression }}) ignore nulls over (
        partition by {{ partition_by }} order by {{ order_by }}
        rows between unbounded preceding and current row
    )
{%- endmacro %}

{% macro duckdb__last_known(expression, partition_by, order_by) -%}
    last_value({{ expression }} ignore nulls) over (
        partition by {{ partition_by }} order by {{ order_by }}
        rows between unbounded preceding and current row
    )
{%- endmacro %}
