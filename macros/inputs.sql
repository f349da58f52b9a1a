{#- The input seam: the only place that knows where an input table is. PLR_INPUTS names a folder
    of Parquet or CSV files (<table>.parquet, <table>.csv, or a folder <table>/ of either), or
    schema:<name> for tables in a schema. Guards read the same places through plr/inputs.py. -#}

{% macro inputs_location() -%}
    {{ return(env_var('PLR_INPUTS', 'plr/demo/inputs')) }}
{%- endmacro %}

{#- Every row of an input table as it arrived: the columns of the contract in their types (absent
    optional columns are null; an absent table is an empty relation), the names of the columns that
    could not be read, and where the row stood. files: only these of its files; none stands for all. -#}
{% macro arrived_rows(domain, table, files=none) -%}
    {%- set relation = source(domain, table) -%}
    {%- if execute -%}
        {%- set contract = graph.sources['source.' ~ project_name ~ '.' ~ domain ~ '.' ~ table] -%}
        {%- set input = locate_input(table, files) if files != [] else none -%}
        {{ read_input(input, contract.columns.values() | list, contract.config.meta.arrives) }}
    {%- else -%}
        select 1 as not_executed
    {%- endif -%}
{%- endmacro %}

{#- Where one table is: {from, columns: {name: physical type}, file, position, path (of files)}, or
    none. files: only these of its files; none stands for all. with_columns: whether to look into them. -#}
{% macro locate_input(table, files=none, with_columns=true) -%}
    {{ return(adapter.dispatch('locate_input', 'plr')(table, files, with_columns)) }}
{%- endmacro %}

{% macro duckdb__locate_input(table, files=none, with_columns=true) -%}
    {%- set location = inputs_location() | replace("'", "''") -%}
    {%- if location.startswith('schema:') -%}
        {%- set schema = location.split(':')[1] -%}
        {%- set found = run_query(
            "select 1 from information_schema.tables where table_catalog = '" ~ target.database
            ~ "' and table_schema = '" ~ schema ~ "' and table_name = '" ~ table ~ "'") -%}
        {%- if found.rows | length == 0 -%}{{ return(none) }}{%- endif -%}
        {%- set input = {
            'from': schema ~ '.' ~ table, 'file': "'" ~ schema ~ '.' ~ table ~ "'",
            'position': 'row_number() over ()'} -%}
    {%- else -%}
        {%- set root = location.rstrip('/') -%}
        {%- set stem = root ~ '/' ~ table -%}
        {%- set forms = run_query(
            "select max(case when file like '%.parquet' then 1 else 0 end) from (select file from glob('"
            ~ stem ~ ".parquet') union all select file from glob('" ~ stem ~ ".csv') union all select file from glob('"
            ~ stem ~ "/**/*.parquet') union all select file from glob('" ~ stem ~ "/**/*.csv'))").rows[0][0] -%}
        {%- if forms is none -%}{{ return(none) }}{%- endif -%}
        {%- set is_parquet = forms == 1 -%}
        {%- set ending = 'parquet' if is_parquet else 'csv' -%}
        {%- set in_folder = run_query(
            "select count(*) from glob('" ~ stem ~ "/**/*." ~ ending ~ "')").rows[0][0] > 0 -%}
        {%- set path = stem ~ ('/**/*.' if in_folder else '.') ~ ending -%}
        {%- set options = 'union_by_name = true, filename = true, hive_partitioning = false' -%}
        {%- set read = "'" ~ path ~ "'" if files is none
            else "['" ~ root ~ "/" ~ files | map('replace', "'", "''") | join("', '" ~ root ~ "/") ~ "']" -%}
        {%- set reader = "read_parquet(" ~ read ~ ", file_row_number = true, " ~ options ~ ")" if is_parquet
            else "read_csv(" ~ read ~ ", " ~ csv_dialect() ~ ", " ~ options ~ ")" -%}
        {%- set input = {
            'from': reader, 'path': path, 'file': "replace(filename, '" ~ root ~ "/', '')",
            'position': 'file_row_number' if is_parquet else 'row_number() over ()'} -%}
    {%- endif -%}
    {%- set columns = {} -%}
    {%- if with_columns -%}
        {%- for row in run_query('describe select * from ' ~ input['from']).rows -%}
            {%- do columns.update({row[0] | lower: row[1]}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do input.update({'columns': columns}) -%}
    {{ return(input) }}
{%- endmacro %}

{#- How CSV files are written: what quotes is stated, because a reader that guesses takes a file with one
    stray quotation mark for a file without any, and no line is a comment. -#}
{% macro csv_dialect() -%}
    {{ return("all_varchar = true, header = true, quote = '\"', escape = '\"', comment = ''") }}
{%- endmacro %}

{#- The typed select. Text is trimmed of nothing and blank text in a typed column is null; a value
    that is there but cannot be read in its type is null and its column is named; so is the column of
    a value that no company has. -#}
{% macro read_input(input, columns, arrives) -%}
    {%- set unreadable = [] -%}
    {%- set beyond = [] -%}
    select
    {%- for column in columns %}
        {%- set type = input_type(column.data_type) %}
        {%- if input is none or column.name not in input['columns'] %}
        cast(null as {{ type }}) as {{ column.name }},
        {%- else %}
        {%- set physical = input['columns'][column.name] %}
        {%- set typed = typed_input(column.name, column.data_type, physical) %}
        {{ typed if column.data_type != 'string' or column.config.meta.get('personal')
            else without_addresses(typed) }} as {{ column.name }},
        {%- set limits = out_of_range(typed, column.data_type, column.name not in arrives
            and 'happened' not in column.config.meta) %}
        {%- if limits %}
            {%- do beyond.append("case when " ~ limits ~ " then '" ~ column.name ~ " ' else '' end") %}
        {%- endif %}
        {%- if typed != column.name and column.data_type != 'string' %}
            {%- do unreadable.append("case when " ~ readable_text(column.name, physical) ~ " is not null and "
                ~ typed ~ " is null then '" ~ column.name ~ " ' else '' end") %}
        {%- endif %}
        {%- endif %}
    {%- endfor %}
    {%- if unreadable %}
        nullif(trim({{ unreadable | join(' || ') }}), '') as unreadable_columns,
    {%- else %}
        cast(null as varchar) as unreadable_columns,
    {%- endif %}
    {%- if beyond %}
        nullif(trim({{ beyond | join(' || ') }}), '') as out_of_range_columns,
    {%- else %}
        cast(null as varchar) as out_of_range_columns,
    {%- endif %}
    {%- if input is none %}
        cast(null as varchar) as source_file,
        cast(null as bigint) as source_position
    where 1 = 0
    {%- else %}
        {{ input['file'] }} as source_file,
        cast({{ input['position'] }} as bigint) as source_position
    from {{ input['from'] }}
    {%- endif %}
{%- endmacro %}

{#- The SQL type of a contract type. -#}
{% macro input_type(contract_type) -%}
    {{ return({
        'string': 'varchar', 'int': 'bigint', 'decimal': 'decimal(38, 10)', 'float': 'double',
        'bool': 'boolean', 'date': 'date', 'timestamp': 'timestamp'}[contract_type]) }}
{%- endmacro %}

{#- SQL, true for a value that no company has: a date from before there was software or beyond any plan
    (9999-12-31 stands for no end), a number beyond 10^15, a text longer than 10,000 characters; nothing
    where the type has no limits. `plr/contract.py` says the same to the guards, and a test compares them. -#}
{% macro out_of_range(value, contract_type, is_planned) -%}
    {%- if contract_type in ('date', 'timestamp') -%}
        {%- set early = value ~ " < cast('1990-01-01' as " ~ contract_type ~ ")" -%}
        {%- set late = value ~ " >= cast('2200-01-01' as " ~ contract_type ~ ") and cast(" ~ value
            ~ " as date) <> cast('9999-12-31' as date)" -%}
        {{ return(early ~ (' or ' ~ late if is_planned else '')) }}
    {%- elif contract_type in ('int', 'decimal', 'float') -%}
        {{ return(value ~ " not between -1000000000000000 and 1000000000000000") }}
    {%- elif contract_type == 'string' -%}
        {{ return("length(" ~ value ~ ") > 10000") }}
    {%- endif -%}
{%- endmacro %}

{#- A stored value as text, blank text in a text column being absent. -#}
{% macro readable_text(name, physical) -%}
    {{ return("nullif(trim(" ~ name ~ "), '')" if physical == 'VARCHAR' else name) }}
{%- endmacro %}

{#- A stored value in its contract type: as it is where the types agree, else tried, never failing.
    Times with an offset become UTC; times without one are taken as UTC. -#}
{% macro typed_input(name, contract_type, physical) -%}
    {%- set type = input_type(contract_type) -%}
    {%- set text = readable_text(name, physical) -%}
    {%- if physical | lower | replace(' ', '') == type | replace(' ', '')
        and contract_type not in ('string', 'float') -%}
        {{ return(name) }}
    {%- elif contract_type == 'string' and physical == 'VARCHAR' -%}
        {{ return("nullif(" ~ name ~ ", '')") }}
    {%- elif contract_type == 'int' and 'INT' not in physical -%}
        {{ return("case when try_cast(" ~ text ~ " as double) = floor(try_cast(" ~ text
            ~ " as double)) then try_cast(" ~ text ~ " as bigint) end") }}
    {%- elif contract_type == 'float' or contract_type == 'decimal' and physical in ('DOUBLE', 'FLOAT') -%}
        {%- set number = "try_cast(" ~ text ~ " as double)" -%}
        {{ return("case when not isnan(" ~ number ~ ") and not isinf(" ~ number ~ ") then try_cast("
            ~ text ~ " as " ~ type ~ ") end") }}
    {%- elif contract_type == 'timestamp' and (physical == 'VARCHAR' or 'TIME ZONE' in physical) -%}
        {{ return("(try_cast(" ~ text ~ " as timestamptz) at time zone 'UTC')") }}
    {%- else -%}
        {{ return("try_cast(" ~ text ~ " as " ~ type ~ ")") }}
    {%- endif -%}
{%- endmacro %}

{#- When the latest row of an input table came to be known, for `dbt source freshness`; the beginning
    of time where the table is absent. -#}
{% macro input_loaded_at(table, columns) -%}
    {%- set input = locate_input(table) -%}
    {%- set here = [] -%}
    {%- for column in columns if input is not none and column in input['columns'] -%}
        {%- do here.append('try_cast(' ~ column ~ ' as timestamp)') -%}
    {%- endfor -%}
    {%- if here -%}
        select max(coalesce({{ here | join(', ') }})) from {{ input['from'] }}
    {%- else -%}
        select cast('1970-01-01' as timestamp)
    {%- endif -%}
{%- endmacro %}
