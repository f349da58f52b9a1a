{#- A build on inputs other than the demo company must bring its own salt. -#}
{% macro require_salt() -%}
    {%- if execute and env_var('PLR_INPUTS', '') != '' and env_var('PLR_SALT', '') == ''
        and flags.WHICH in ('build', 'run') -%}
        {{ exceptions.raise_compiler_error(
            "PLR_SALT is not set. E-mail addresses are hashed with it before they leave staging; set it to a "
            ~ "long random text that stays the same from run to run, e.g. PLR_SALT=$(openssl rand -hex 32).") }}
    {%- endif -%}
{%- endmacro %}

{#- SHA-256 of the address, salted, lower case; null stays null. The address itself goes no further. -#}
{% macro hashed_email(column) -%}
    {%- set salt = env_var('PLR_SALT', 'demo-company-salt') | replace("'", "''") -%}
    {{ sha256_hex("concat('" ~ salt ~ "', lower(trim(" ~ column ~ ")))", column) }}
{%- endmacro %}

{% macro sha256_hex(text, guard) -%}
    {{ return(adapter.dispatch('sha256_hex', 'plr')(text, guard)) }}
{%- endmacro %}

{% macro default__sha256_hex(text, guard) -%}
    case when {{ guard }} is not null then sha2({{ text }}, 256) end
{%- endmacro %}

{% macro duckdb__sha256_hex(text, guard) -%}
    case when {{ guard }} is not null then sha256({{ text }}) end
{%- endmacro %}

{#- The domain of an address: what stands after the last @, lower case. -#}
{% macro email_domain(column) -%}
    case when {{ column }} like '%_@_%' then lower(trim({{ dbt.split_part(column, "'@'", 2) }})) end
{%- endmacro %}

{#- A text without mail addresses: a text that is one (an id, often) becomes its salted hash, the same in
    every table; one that stands inside a text is cut out. -#}
{% macro without_addresses(text) -%}
    {{ return(adapter.dispatch('without_addresses', 'plr')(text)) }}
{%- endmacro %}

{% macro address_pattern() -%}
    {{ return("[^\\s@<>(),;:]+@[^\\s@<>(),;:]+[.][^\\s@<>(),;:.]{2,}") }}
{%- endmacro %}

{% macro default__without_addresses(text) -%}
    {%- set pattern = address_pattern() | replace('\\', '\\\\') -%}
    {{ return("case when " ~ text ~ " like '%@%' then case when trim(" ~ text ~ ") rlike '^" ~ pattern
        ~ "$' then concat('address ', " ~ hashed_email(text) ~ ") else regexp_replace(" ~ text ~ ", '"
        ~ pattern ~ "', '(address)') end else " ~ text ~ " end") }}
{%- endmacro %}

{% macro duckdb__without_addresses(text) -%}
    {{ return("case when " ~ text ~ " like '%@%' then case when regexp_full_match(trim(" ~ text ~ "), '"
        ~ address_pattern() ~ "') then concat('address ', " ~ hashed_email(text) ~ ") else regexp_replace("
        ~ text ~ ", '" ~ address_pattern() ~ "', '(address)', 'g') end else " ~ text ~ " end") }}
{%- endmacro %}
