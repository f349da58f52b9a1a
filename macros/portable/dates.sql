{#- dbt's own date macros disagree between engines (month ends, hours, weeks, fractions of a second).
    These win over them by name, in both dialects, and are compared in tests/python/test_house_portable.py. -#}

{% macro duckdb__dateadd(datepart, interval, from_date_or_timestamp) -%}
    {%- set steps = {'quarter': [3, 'month'], 'week': [7, 'day']} -%}
    {%- set step = steps.get(datepart, [1, datepart]) -%}
    (cast({{ from_date_or_timestamp }} as timestamp)
        + (cast({{ interval }} as bigint) * {{ step[0] }}) * interval '1' {{ step[1] }})
{%- endmacro %}

{% macro spark__dateadd(datepart, interval, from_date_or_timestamp) -%}
    timestampadd(
        {{ datepart }}, cast({{ interval }} as int),
        cast({{ from_date_or_timestamp }} as timestamp_ntz))
{%- endmacro %}

{% macro duckdb__datediff(first_date, second_date, datepart) -%}
    {%- do known_datepart(datepart) -%}
    {%- if datepart == 'week' -%}
    cast(floor(date_diff(
        'day', date_trunc('week', cast({{ first_date }} as timestamp)),
        date_trunc('week', cast({{ second_date }} as timestamp))) / 7) as bigint)
    {%- else -%}
    date_diff(
        '{{ datepart }}', cast({{ first_date }} as timestamp), cast({{ second_date }} as timestamp))
    {%- endif -%}
{%- endmacro %}

{% macro spark__datediff(first_date, second_date, datepart) -%}
    {%- do known_datepart(datepart) -%}
    {%- set months = {'month': [12, 'month'], 'quarter': [4, 'quarter']} -%}
    {%- if datepart in ('hour', 'minute', 'second', 'millisecond', 'microsecond') -%}
    timestampdiff(
        {{ datepart }}, date_trunc('{{ datepart }}', {{ first_date }}),
        date_trunc('{{ datepart }}', {{ second_date }}))
    {%- elif datepart == 'day' -%}
    cast(datediff(cast({{ second_date }} as date), cast({{ first_date }} as date)) as bigint)
    {%- elif datepart == 'week' -%}
    cast(floor(datediff(
        trunc({{ second_date }}, 'week'), trunc({{ first_date }}, 'week')) / 7) as bigint)
    {%- elif datepart == 'year' -%}
    cast(year({{ second_date }}) - year({{ first_date }}) as bigint)
    {%- else -%}
    cast((year({{ second_date }}) - year({{ first_date }})) * {{ months[datepart][0] }}
        + {{ months[datepart][1] }}({{ second_date }})
        - {{ months[datepart][1] }}({{ first_date }}) as bigint)
    {%- endif -%}
{%- endmacro %}

{#- Stops the compilation at a date part whose boundaries the two engines have not been compared on. -#}
{% macro known_datepart(datepart) -%}
    {%- set known = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second',
        'millisecond', 'microsecond'] -%}
    {%- if datepart not in known -%}
        {{ exceptions.raise_compiler_error("datediff: '" ~ datepart ~ "' is none of " ~ known) }}
    {%- endif -%}
{%- endmacro %}

{% macro duckdb__last_day(date, datepart) -%}
    {{ portable_last_day(date, datepart) }}
{%- endmacro %}

{% macro spark__last_day(date, datepart) -%}
    {{ portable_last_day(date, datepart) }}
{%- endmacro %}

{#- dbt-duckdb's form for a quarter carries a comment that swallows what follows on its line. -#}
{% macro portable_last_day(date, datepart) -%}
    cast({{ dbt.dateadd('day', -1, dbt.dateadd(datepart, 1, dbt.date_trunc(datepart, date))) }} as date)
{%- endmacro %}
