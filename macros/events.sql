{#- Product events are read by landing day: what each run reads is planned in
    stg_product__landing_days, what was read is kept in int_product__events_read. -#}

{#- The models that are kept from run to run and must be there for a run to add to them. -#}
{% macro kept_event_models() -%}
    {{ return([
        'stg_product__landing_days', 'stg_product__arrived_events',
        'stg_product__quarantined_events', 'int_product__event_counts',
        'int_product__deciding_events', 'int_product__first_sessions',
        'stg_product__judged_workspaces', 'int_product__events_read']) }}
{%- endmacro %}

{#- A model's relation as the last run left it; none where it is not there. It is no ref: what a run
    reads depends on what the run before it read. -#}
{% macro left_by_last_run(name) -%}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values()
            if node.name == name and node.resource_type == 'model' -%}
            {%- do found.append(adapter.get_relation(node.database, node.schema, node.alias)) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found[0] if found else none) }}
{%- endmacro %}

{#- One hash of all that decides how events are read: where they are and in which columns and types,
    the code of the kept models, and the days within which one id is one event. -#}
{% macro events_basis() -%}
    {%- set parts = [
        arrived_rows('product', 'product_events'), var('event_duplicate_days') | string] -%}
    {%- for name in kept_event_models() + ['base_product__product_events'] -%}
        {%- for node in graph.nodes.values()
            if node.name == name and node.resource_type == 'model' -%}
            {%- do parts.append(node.raw_code) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(local_md5(parts | join('|'))) }}
{%- endmacro %}

{#- What this run has to read: {is_full, because, basis, changed}. changed lists the files that are
    new or differ from what was read; none stands for all. Anything that cannot be added to what is
    there is read in full: the first run, one after an interrupted one, other inputs, columns or
    code. Only called where the plan is made. -#}
{% macro events_news() -%}
    {%- if not execute -%}
        {{ return({'is_full': true, 'because': '', 'basis': '', 'changed': none}) }}
    {%- endif -%}
    {%- set news = {
        'is_full': true, 'because': 'asked for', 'basis': events_basis(), 'changed': none} -%}
    {%- if flags.FULL_REFRESH -%}{{ return(news) }}{%- endif -%}
    {%- for name in kept_event_models() if left_by_last_run(name) is none -%}
        {%- do news.update({'because': 'nothing was read before'}) -%}
        {{ return(news) }}
    {%- endfor -%}
    {%- set read = left_by_last_run('int_product__events_read') -%}
    {%- set judged = left_by_last_run('stg_product__judged_workspaces') -%}
    {%- set last = run_query(
        "select (select max(run_id) from " ~ read ~ ") as run_id, (select max(basis) from " ~ read
        ~ ") as basis, (select max(run_id) from " ~ this ~ ") as planned, (select max(run_id) from "
        ~ judged ~ ") as judged").rows[0] -%}
    {%- if last[0] is none or last[0] != last[2] or last[0] != last[3] -%}
        {%- do news.update({'because': 'the last run did not finish'}) -%}
        {{ return(news) }}
    {%- endif -%}
    {%- if last[1] != news.basis -%}
        {%- do news.update({'because': 'the place, columns, code or settings have changed'}) -%}
        {{ return(news) }}
    {%- endif -%}
    {%- set changed = run_query(
        "select files.source_file from (" ~ arrived_files('product_events') ~ ") as files"
        ~ " left join " ~ read ~ " as known on files.source_file = known.source_file"
        ~ " and files.fingerprint = known.fingerprint where known.source_file is null"
        ~ " group by files.source_file order by files.source_file").columns[0].values() | list -%}
    {%- do news.update({'is_full': false, 'because': 'what is new', 'changed': changed}) -%}
    {%- do same_columns(changed, read) -%}
    {{ return(news) }}
{%- endmacro %}

{#- Stops where a file that is to be added lacks a column of the contract, or has it in another type,
    that the latest file read before has. More than a hundred files at once are looked at as one. -#}
{% macro same_columns(changed, read) -%}
    {%- set known = run_query(
        "select source_file from " ~ read ~ " where source_file not in ('"
        ~ changed | join("', '") ~ "') group by source_file order by max(landed_on) desc,"
        ~ " source_file desc limit 1").columns[0].values() | list -%}
    {%- if changed and known and not inputs_location().startswith('schema:') -%}
        {%- set contract = graph.sources['source.' ~ project_name ~ '.product.product_events'] -%}
        {%- set before = locate_input('product_events', known)['columns'] -%}
        {%- set groups = [changed] if changed | length > 100 else changed | batch(1) | list -%}
        {%- for files in groups -%}
            {%- set now = locate_input('product_events', files)['columns'] -%}
            {%- for name in contract.columns if name in before and now.get(name) != before[name] -%}
                {%- do exceptions.raise_compiler_error(
                    files[0] ~ (" has " ~ name ~ " as " ~ now[name] if name in now else " lacks "
                    ~ name) ~ "; earlier files such as " ~ known[0] ~ " have it as " ~ before[name]
                    ~ ". Nothing was read. Export the file again as the others are; if the change"
                    ~ " is meant, read everything again: dbt build --full-refresh.") -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{#- Every file of an input table with a fingerprint of what it holds. -#}
{% macro arrived_files(table) -%}
    {%- if not execute -%}{{ return('select 1 as not_executed') }}{%- endif -%}
    {{ return(adapter.dispatch('arrived_files', 'plr')(table)) }}
{%- endmacro %}

{#- Size and time of a file; of a table in a schema, which has no files, a hash of its rows. -#}
{% macro duckdb__arrived_files(table) -%}
    {%- set input = locate_input(table, none, false) -%}
    {%- if input is none -%}
        {{ return("select cast(null as varchar) as source_file, cast(null as varchar) as fingerprint"
            ~ " where 1 = 0") }}
    {%- elif input['path'] is not defined -%}
        {{ return("select " ~ input['file'] ~ " as source_file, count(*) || '@' || "
            ~ "coalesce(sum(cast(hash(arrived) as hugeint)), 0) as fingerprint from "
            ~ input['from'] ~ " as arrived") }}
    {%- else -%}
        {{ return("select " ~ input['file'] ~ " as source_file, size || '@' || "
            ~ "epoch_us(last_modified) as fingerprint from read_blob('" ~ input['path'] ~ "')") }}
    {%- endif -%}
{%- endmacro %}

{#- Whether the run that is planned reads every event. -#}
{% macro reads_all_events() -%}
    {%- if not execute -%}{{ return(true) }}{%- endif -%}
    {%- set plan = left_by_last_run('stg_product__landing_days') -%}
    {%- if plan is none -%}{{ return(true) }}{%- endif -%}
    {{ return(run_query("select coalesce(bool_or(is_full), true) from " ~ plan).rows[0][0]) }}
{%- endmacro %}

{#- The files that the run that is planned reads; none stands for all. -#}
{% macro files_to_read() -%}
    {%- if not execute or reads_all_events() -%}{{ return(none) }}{%- endif -%}
    {{ return(run_query(
        "select source_file from " ~ left_by_last_run('stg_product__landing_days')
        ~ " where is_read and row_count > 0 group by source_file order by source_file"
        ).columns[0].values() | list) }}
{%- endmacro %}

{#- As dbt has it, and where the plan says that all events are read: then the kept models are made
    anew. -#}
{% macro should_full_refresh() -%}
    {%- set asked = config.get('full_refresh') -%}
    {%- if asked is none -%}{%- set asked = flags.FULL_REFRESH -%}{%- endif -%}
    {%- if not asked and execute and config.meta_get('follows_landing_days', false) -%}
        {%- set asked = reads_all_events() -%}
    {%- endif -%}
    {{ return(asked) }}
{%- endmacro %}

{#- Before rows are added, the rows of the days that are read again are removed, so that a day is
    replaced as a whole and one that has become empty leaves nothing behind. -#}
{% macro forget_read_days(column, planned_column) -%}
    {%- if is_incremental() -%}
        delete from {{ this }} where {{ column }} in
            (select {{ planned_column }} from {{ ref('stg_product__landing_days') }} where is_read)
    {%- endif -%}
{%- endmacro %}

{#- The landing days with events that the workspaces as they are known now judge otherwise than the
    last run did: a workspace was not known, not known yet, or is no longer known. Only where there
    is one are the events looked through. judged: the workspaces as the last run judged by them. -#}
{% macro rejudged_event_days(judged) -%}
    {%- set known = ref('stg_product__known_workspaces') -%}
    {%- set others = "(select coalesce(known.workspace_id, judged.workspace_id) as workspace_id,"
        ~ " coalesce(judged.is_usable, false) as was_usable from " ~ known ~ " as known full outer join"
        ~ " (select * from " ~ judged ~ " where workspace_id <> '') as judged"
        ~ " on known.workspace_id = judged.workspace_id"
        ~ " where known.is_usable is null or judged.is_usable is null"
        ~ " or known.is_usable <> judged.is_usable) as others" -%}
    {%- set counts = run_query("select count(*), count(case when was_usable then 1 end),"
        ~ " (select count(*) from " ~ known ~ "), (select count(*) from " ~ judged
        ~ " where workspace_id <> '') from " ~ others).rows[0] -%}
    {%- if (counts[2] == 0) != (counts[3] == 0) %}
    select landed_on from {{ left_by_last_run('int_product__events_read') }}
    {%- elif counts[0] %}
    select apart.landed_on
    from {{ left_by_last_run('stg_product__quarantined_events') }} as apart
    inner join {{ others }} on apart.workspace_id = others.workspace_id
    {%- if counts[1] %}
    union
    select kept.landed_on
    from {{ left_by_last_run('stg_product__arrived_events') }} as kept
    inner join {{ others }} on kept.workspace_id = others.workspace_id
    where others.was_usable
    {%- endif %}
    {%- else %}
    select cast(null as date) as landed_on where 1 = 0
    {%- endif %}
{%- endmacro %}

{#- The first of the days that some queries name, as a literal that a scan can be narrowed by; a day
    after all others where they name none. -#}
{% macro first_day(queries) -%}
    {%- set day = run_query("select cast(min(day) as varchar) from ("
        ~ queries | join(' union all ') ~ ") as days").rows[0][0] -%}
    date '{{ day or '9999-12-31' }}'
{%- endmacro %}

{#- The first day of occurrence that the run restates, as a query for first_day. -#}
{% macro first_restated_day() -%}
    select min(occurred_on) as day from {{ ref('stg_product__landing_days') }} where is_read
{%- endmacro %}

{#- Removes what is known of days on which enough value was not reached for the first time after all,
    and of days whose events are read again. -#}
{% macro forget_undecided_days() -%}
    {%- if is_incremental() -%}
        delete from {{ this }} where value_on in
            (select occurred_on from {{ ref('stg_product__landing_days') }} where is_read)
            or not exists (
                select 1 from {{ ref('int_product__deciding_days') }} as wanted
                where wanted.workspace_id = {{ this.identifier }}.workspace_id
                    and wanted.value_on = {{ this.identifier }}.value_on)
    {%- endif -%}
{%- endmacro %}

{#- Whether a known first session is that of a visitor as visitors are now: same beginning, same user,
    same settings. -#}
{% macro same_visitor(known) -%}
    visitors.workspace_id = {{ known }}.workspace_id
    and visitors.visitor_id = {{ known }}.visitor_id
    and visitors.starts_at = {{ known }}.starts_at
    and coalesce(visitors.user_id, '') = coalesce({{ known }}.user_id, '')
    and visitors.first_hours_end_at = {{ known }}.first_hours_end_at
    and visitors.session_gap_minutes = {{ known }}.session_gap_minutes
{%- endmacro %}

{#- Removes the first sessions of visitors who are gone, began otherwise or under other settings, or
    of whose first hours a day is read again. -#}
{% macro forget_changed_visitors() -%}
    {%- if is_incremental() -%}
        delete from {{ this }} where not exists (
            select 1 from {{ ref('int_product__visitors') }} as visitors
            where {{ same_visitor(this.identifier) }})
            or exists (
                select 1 from {{ ref('stg_product__landing_days') }} as days
                where days.is_read
                    and days.occurred_on >= cast({{ this.identifier }}.starts_at as date)
                    and days.occurred_on < {{ this.identifier }}.first_hours_end_at)
    {%- endif -%}
{%- endmacro %}

{#- The first day on which a visitor began of whose first hours a day is restated, as a query for
    first_day. -#}
{% macro first_restated_first_sessions_day() -%}
    select min(cast(known.starts_at as date)) as day from {{ this }} as known
    inner join (select distinct occurred_on from {{ ref('stg_product__landing_days') }} where is_read) as days
        on known.first_hours_end_at > days.occurred_on and cast(known.starts_at as date) <= days.occurred_on
{%- endmacro %}
