"""Writes the staging layer from the input contract: `python -m plr.generate [--check]`.

The contract (models/staging/<domain>/<domain>__sources.yml) is the single place that says what goes
in. From it follow, per table, a base view (typed, cut at the as-of date, judged) and a staged view
(the usable rows), per domain the quarantined rows and the row counts, their documentation, and the
seed that says which metrics need which table. The tables of thresholds on the methods pages follow
from the seeds. With --check nothing is written, and files that are
not current are named.
"""

from __future__ import annotations

import csv
import io
import sys
import textwrap
from pathlib import Path

import yaml

from plr import contract, methods

ROOT = Path(__file__).resolve().parent.parent
NOTE = "-- Written from the input contract by `make contract`; edit the contract, not this file.\n"
SQL_TYPES = {
    "string": "varchar",
    "int": "bigint",
    "decimal": "decimal(38, 10)",
    "float": "double",
    "bool": "boolean",
    "date": "date",
    "timestamp": "timestamp",
}
# Tables that are large enough to be kept instead of being read again by every reader.
KEPT_TABLES = {"usage_meters", "subscription_changes", "invoice_lines"}
# The table that is read by landing day: its base view holds the days that a run reads, the rows are
# kept in stg_product__arrived_events, and the plan of what to read is stg_product__landing_days.
BY_DAY = "product_events"
ARRIVED, PLAN, APART = (
    "stg_product__arrived_events",
    "stg_product__landing_days",
    "stg_product__quarantined_events",
)
UNDATED = "date '1970-01-01'"
KNOWN_PARENTS = """parent_{position} as (

    select
        workspace_id as parent_id,
        case when is_usable then 1 else 0 end as is_usable
    from {{{{ ref('stg_product__known_workspaces') }}}}

),

parent_{position}_count as (select count(*) as row_count from parent_{position}),

"""
LANDED = {
    "landed_on": "Day on which the row became known, UTC; 1970-01-01 where nothing dates it.",
    "occurred_on": "Day on which it happened, UTC; 1970-01-01 where nothing says.",
}
BASE_BY_DAY = (
    f" Only the files that the run reads ({PLAN}); duplicates are told in {ARRIVED}, which keeps"
    " every row that was read."
)


def base_name(table: contract.Table) -> str:
    """Return the name of the table's base view."""
    return f"base_{table.domain}__{table.name}"


def staged_name(table: contract.Table) -> str:
    """Return the name of the table's staged view."""
    return f"stg_{table.domain}__{table.name}"


def limit_of(column_type: str) -> str:
    """Return the as-of column that a date or timestamp is held against."""
    return "as_of.as_of_on" if column_type == "date" else "as_of.as_of_at"


def is_cut(table: contract.Table) -> bool:
    """Whether anything of the table depends on the as-of date."""
    return bool(table.arrives) or any(c.has_happened or c.happened_with for c in table.columns)


def is_blanked(table: contract.Table, column: contract.Column) -> bool:
    """Whether the column is a date that is blanked because it had not happened."""
    return column.has_happened and column.name not in table.arrives


def known_column(table: contract.Table, column: contract.Column) -> str:
    """Return the expression of a column as it was known on the as-of date."""
    types = {c.name: c.data_type for c in table.columns}
    if is_blanked(table, column):
        held = column.name
    elif column.happened_with:
        held = column.happened_with
    else:
        return f"        arrived.{column.name},\n"
    blank = "false" if column.is_required and column.data_type == "bool" else "null"
    if "none" in column.enum:
        blank = "'none'"
    return (
        f"        case when arrived.{held} > {limit_of(types[held])} then {blank} "
        f"else arrived.{column.name} end\n            as {column.name},\n"
    )


def row_reasons(table: contract.Table, tables: dict[str, contract.Table]) -> list[str]:
    """Return the `when ... then ...` lines that judge a row by itself, in their fixed order."""
    lines = ["when known.unreadable_columns is not null then 'unreadable_value'"]
    needed = [
        c
        for c in table.columns
        if (c.is_required or c.name in table.key) and not is_blanked(table, c)
    ]
    optional_keys = {c.name for c in table.columns if not c.is_required and c.name in table.key}
    for column in needed:
        if column.name not in optional_keys:
            lines.append(f"when known.{column.name} is null then 'missing_{column.name}'")
    for column in table.columns:
        if column.enum and not column.is_open_enum:
            values = ", ".join(f"'{value}'" for value in column.enum)
            lines.append(
                f"when known.{column.name} not in ({values})\n"
                f"                then 'unknown_{column.name}'"
            )
    lines.append("when known.out_of_range_columns is not null then 'out_of_range'")
    parents = range(1, len(orphan_references(table)) + 1)
    late = ["known.is_after_as_of"] if table.arrives else []
    late += [f"parent_{position}.is_usable = 0" for position in parents]
    if late:
        lines.append(f"when {' or '.join(late)} then 'after_as_of'")
    for rule in table.impossible:
        lines.append(f"when {rule.when} then '{rule.reason}'")
    for position, reference in enumerate(orphan_references(table), start=1):
        lines.append(
            f"when known.{reference.column} is not null and parent_{position}.parent_id is null\n"
            f"                and parent_{position}_count.row_count > 0 "
            f"then 'orphan_{reference.column}'"
        )
    return lines


def orphan_references(table: contract.Table) -> list[contract.Reference]:
    """Return the references whose absence makes a row unusable."""
    return [r for r in table.references if r.is_quarantined]


def base_sql(table: contract.Table, tables: dict[str, contract.Table]) -> str:
    """Return the SQL of the base view: typed, cut at the as-of date, judged, with one reason."""
    columns = [c.name for c in table.columns]
    parents = orphan_references(table)
    personal = {c.name for c in table.columns if c.is_personal}
    out = [NOTE, "{%- set columns = [" + ", ".join(f"'{name}'" for name in columns) + "] %}\n"]
    if personal:
        hidden = ", ".join(f"'{name}'" for name in columns if name in personal)
        out.append("{%- set shown = columns | reject('in', [" + hidden + "]) | list %}\n")
    if table.domain != "config":
        out.append("-- depends_on: {{ ref('gate_config') }}\n")
    out.append(f"-- depends_on: {{{{ ref('gate_{table.domain}') }}}}\n")
    is_by_day = table.name == BY_DAY
    files = ""
    if is_by_day:
        out.append(f"-- depends_on: {{{{ ref('{PLAN}') }}}}\n")
        files = ", files_to_read()"
    out.append(
        "with arrived as (\n\n"
        f"    {{{{ arrived_rows('{table.domain}', '{table.name}'{files}) }}}}\n\n),\n\n"
    )
    if is_cut(table):
        out.append("as_of as (select * from {{ ref('as_of') }}),\n\n")
    for position, reference in enumerate(parents, start=1):
        parent = tables[reference.table]
        if is_by_day and parent.name == "workspaces":
            out.append(KNOWN_PARENTS.format(position=position))
            continue
        out.append(
            f"parent_{position} as (\n\n"
            f"    select\n        {reference.to} as parent_id,\n"
            "        max(case when quarantine_reason is null then 1 else 0 end) as is_usable\n"
            f"    from {{{{ ref('{base_name(parent)}') }}}}\n"
            "    where quarantine_reason is null or quarantine_reason = 'after_as_of'\n"
            f"    group by {reference.to}\n\n),\n\n"
            f"parent_{position}_count as (select count(*) as row_count from parent_{position}),\n\n"
        )
    out.append("known as (\n\n    select\n")
    lines = [known_column(table, column) for column in table.columns]
    is_blanked = any("case when" in line for line in lines)
    out.extend(lines if is_blanked else ["        arrived.*,\n"])
    if table.arrives:
        types = {c.name: c.data_type for c in table.columns}
        arrival = "\n            or ".join(
            "("
            + "".join(f"arrived.{earlier} is null and " for earlier in table.arrives[:position])
            + f"arrived.{column} > {limit_of(types[column])})"
            for position, column in enumerate(table.arrives)
        )
        out.append(f"        coalesce({arrival}, false) as is_after_as_of,\n")
    if is_blanked:
        out.append(
            "        arrived.unreadable_columns,\n        arrived.out_of_range_columns,\n"
            "        arrived.source_file,\n        arrived.source_position,\n"
        )
    out[-1] = out[-1].rstrip("\n").rstrip(",") + "\n"
    out.append("    from arrived\n")
    if is_cut(table):
        out.append("    cross join as_of\n")
    out.append("\n),\n\njudged as (\n\n    select\n        known.*,\n        case\n")
    out.extend(f"            {line}\n" for line in row_reasons(table, tables))
    out.append("        end as row_reason\n    from known\n")
    for position, reference in enumerate(parents, start=1):
        out.append(
            f"    left join parent_{position} on known.{reference.column} = "
            f"parent_{position}.parent_id\n    cross join parent_{position}_count\n"
        )
    out.append("\n),\n\n")
    if is_by_day:
        return wrap("".join([*out, landed_cte(table)]))
    out.append(ranked_cte(table))
    source = "agreed" if table.contradictory else "ranked" if table.key else "judged"
    out.append("final as (\n\n    select\n")
    kept = ["unreadable_columns", "out_of_range_columns", "source_file", "source_position"]
    passed_on = ", ".join([*columns, *kept]) + ","
    out.append(textwrap.indent(textwrap.fill(passed_on, 91), " " * 8) + "\n")
    out.append(quarantine_reason(table))
    out.append(
        "        {{ row_key(columns) }} as row_key,\n"
        "        {{ row_payload(" + ("shown" if personal else "columns") + ") }} as payload\n"
    )
    out.append(f"    from {source}\n\n)\n\nselect * from final\n")
    return wrap("".join(out))


def landed_cte(table: contract.Table) -> str:
    """Return the end of the base view of the table that is read by day: duplicates are not yet
    told, because they need the days before; stg_product__arrived_events tells them."""
    kept = ["unreadable_columns", "out_of_range_columns", "source_file", "source_position"]
    names = ", ".join([*(c.name for c in table.columns), *kept]) + ","
    landed = f"cast(coalesce({', '.join(table.arrives)}) as date)"
    return (
        "final as (\n\n    select\n"
        + textwrap.indent(textwrap.fill(names, 91), " " * 8)
        + f"\n        coalesce({landed}, {UNDATED}) as landed_on,\n"
        f"        coalesce(cast(occurred_at as date), {UNDATED}) as occurred_on,\n"
        "        row_reason as quarantine_reason\n"
        "    from judged\n\n)\n\nselect * from final\n"
    )


def ranked_cte(table: contract.Table) -> str:
    """Return the CTE that numbers the versions of a key, or nothing where there is no key."""
    if not table.key:
        return ""
    direction = "desc" if table.wins == "last" else "asc"
    order = [f"{column} {direction} nulls last" for column in table.arrives]
    usable = "case when row_reason is null then 1 else 0 end"
    partition = ", ".join(table.key) + f", {usable}"
    text = (
        "-- Of several usable rows with one key the "
        + ("latest" if table.wins == "last" else "first")
        + " is kept; equals are told apart by their content and place.\n"
        "counted as (\n\n    select\n        judged.*,\n"
        f"        count(*) over (\n            partition by {partition}\n"
        "        ) as version_count\n    from judged\n\n),\n\n"
        "ranked as (\n\n    select\n        counted.*,\n        row_number() over (\n"
        f"            partition by {partition}\n            order by\n"
    )
    for item in order:
        text += f"                {item},\n"
    text += (
        "                case when version_count > 1 then {{ row_content(columns) }} end"
        " nulls last,\n                source_file nulls last,\n"
        "                source_position nulls last\n        ) as version_number\n"
    )
    text += "    from counted\n\n),\n\n"
    if table.contradictory:
        rule = table.contradictory
        text += (
            "-- Rows that contradict each other: the first of the group is believed.\n"
            "agreed as (\n\n    select\n        ranked.*,\n"
            f"        {claim(rule)} as claim,\n        first_value({claim(rule)}) over (\n"
            f"            partition by {', '.join(rule.within)}, {usable}, version_number\n"
            f"            order by {rule.by} nulls last\n"
            "            rows between unbounded preceding and unbounded following\n"
            "        ) as first_claim\n    from ranked\n\n),\n\n"
        )
    return text


def claim(rule: contract.Contradiction) -> str:
    """Return the expression of what a row claims, for rows that must agree."""
    return "{{ row_content([" + ", ".join(f"'{name}'" for name in rule.differs) + "]) }}"


def quarantine_reason(table: contract.Table) -> str:
    """Return the one reason of a row: its own first, then that of its key, then of its group."""
    if not table.key:
        return "        row_reason as quarantine_reason,\n"
    lines = [
        "        case\n            when row_reason is not null then row_reason\n",
        "            when version_number > 1 then 'duplicate'\n",
    ]
    if table.contradictory:
        lines.append("            when claim <> first_claim then 'contradictory'\n")
    lines.append("        end as quarantine_reason,\n")
    return "".join(lines)


def staged_columns(table: contract.Table) -> list[tuple[str, str, str]]:
    """Return (name, SQL type, expression) of the staged columns; e-mails are hashed."""
    names = {c.name for c in table.columns}
    out: list[tuple[str, str, str]] = []
    for column in table.columns:
        if column.name == "email":
            out.append(("email_hash", "varchar", "{{ hashed_email('email') }}"))
            if "email_domain" not in names:
                out.append(("email_domain", "varchar", "{{ email_domain('email') }}"))
        elif column.name == "email_domain" and "email" in names:
            expression = "coalesce(lower(trim(email_domain)), {{ email_domain('email') }})"
            out.append(("email_domain", "varchar", expression))
        elif column.enum and column.is_open_enum:
            values = ", ".join(f"'{value}'" for value in column.enum)
            legal = f"            when {column.name} in ({values}) then {column.name}\n"
            if len(legal) > 100:
                legal = (
                    f"            when\n                {column.name} in (\n"
                    f"{textwrap.indent(textwrap.fill(values, 78), 20 * ' ')}\n                )\n"
                    f"                then {column.name}\n"
                )
            expression = (
                f"case\n            when {column.name} is null then null\n{legal}"
                "            else 'other'\n        end"
            )
            out.append((column.name, SQL_TYPES[column.data_type], expression))
        else:
            out.append((column.name, SQL_TYPES[column.data_type], column.name))
    return out


def staged_sql(table: contract.Table) -> str:
    """Return the SQL of the staged view: the usable rows, personal columns hashed."""
    lines = [
        f"        {expression},\n" if expression == name else f"        {expression} as {name},\n"
        for name, _, expression in staged_columns(table)
    ]
    if table.name == BY_DAY:
        lines += ["        landed_on,\n", "        occurred_on,\n"]
    lines[-1] = lines[-1].removesuffix(",\n") + "\n"
    config = "{{ config(materialized='table') }}\n\n" if table.name in KEPT_TABLES else ""
    read = ARRIVED if table.name == BY_DAY else base_name(table)
    source = f"    select * from {{{{ ref('{read}') }}}}"
    return wrap(
        f"{NOTE}{config}with base as (\n\n{source}\n\n),\n\n"
        f"final as (\n\n    select\n{''.join(lines)}    from base\n"
        "    where quarantine_reason is null\n\n)\n\nselect * from final\n"
    )


def quarantined_sql(domain: str, tables: list[contract.Table]) -> str:
    """Return the SQL of the domain's quarantined rows."""
    parts = [
        f"select\n    '{table.name}' as input_table, row_key as row_key,\n"
        "    quarantine_reason as reason, payload as payload\n"
        f"from {{{{ ref('{APART if table.name == BY_DAY else base_name(table)}') }}}}\n"
        "where quarantine_reason is not null\n"
        for table in tables
    ]
    return f"{NOTE}{{{{ config(materialized='table') }}}}\n\n" + "union all\n".join(parts)


def counts_sql(domain: str, tables: list[contract.Table]) -> str:
    """Return the SQL that holds the domain's staged rows against those that arrived."""
    staged = "\n    union all\n".join(
        f"    select '{t.name}' as input_table, count(*) as staged_rows\n"
        f"    from {{{{ ref('{staged_name(t)}') }}}}"
        for t in tables
    )
    return f"""{NOTE}{{{{ config(materialized='table') }}}}

with arrived as (

    select
        input_table,
        is_success as is_present,
        row_count as arrived_rows
    from {{{{ ref('guard_{domain}') }}}}
    where expectation = 'table_is_present'

),

staged as (

{staged}

),

quarantined as (

    select
        input_table,
        count(*) as quarantined_rows
    from {{{{ ref('stg_{domain}__quarantined_rows') }}}}
    group by input_table

),

final as (

    select
        staged.input_table,
        coalesce(arrived.is_present, false) as is_present,
        '{{{{ var('connectors')['{domain}'] }}}}' as connector,
        coalesce(arrived.arrived_rows, 0) as arrived_rows,
        staged.staged_rows,
        coalesce(quarantined.quarantined_rows, 0) as quarantined_rows
    from staged
    left join arrived on staged.input_table = arrived.input_table
    left join quarantined on staged.input_table = quarantined.input_table

)

select * from final
"""


def staged_yaml(table: contract.Table) -> dict:
    """Return the documentation of the staged view."""
    described = {c.name: c.description for c in table.columns}
    described["email_hash"] = "SHA-256 of the salted, lower-case address; null without one."
    described.setdefault("email_domain", "Domain of the address, lower case; null without one.")
    grain = f"one row per {', '.join(table.key)}" if table.key else "one row per row that arrived"
    return {
        "version": 2,
        "models": [
            {
                "name": staged_name(table),
                "description": f"{table.description.strip()}\n\nGrain: {grain}; usable rows only.",
                "columns": [
                    {"name": name, "data_type": kind, "description": described[name].strip()}
                    for name, kind, _ in staged_columns(table)
                ]
                + [
                    {"name": name, "data_type": "date", "description": text}
                    for name, text in (LANDED.items() if table.name == BY_DAY else ())
                ],
            }
        ],
    }


def base_yaml(domain: str, tables: list[contract.Table]) -> dict:
    """Return the documentation of the domain's base views and its two accounting models."""
    extra = {
        "unreadable_columns": "Names of the columns whose value could not be read in its type.",
        "out_of_range_columns": "Names of the columns that hold what no company has: a date before"
        " 1990 or after 2199, a number beyond 10^15, a text of more than 10,000 characters.",
        "source_file": "File (or table) that the row came from, relative to the inputs.",
        "source_position": "Position of the row in its file.",
        "quarantine_reason": "Why the row cannot be used, the first reason in a fixed order; null"
        " when it can.",
        "row_key": "Hash of file, position and content.",
        "payload": "The row as JSON, personal columns left out.",
    }
    by_day = {
        **{name: text for name, text in extra.items() if name not in ("row_key", "payload")},
        **LANDED,
    }
    models = [
        {
            "name": base_name(table),
            "description": f"{table.name} as it arrived: typed, cut at the as-of date, judged."
            + (BASE_BY_DAY if table.name == BY_DAY else ""),
            "columns": [
                {"name": c.name, "description": c.description.strip()} for c in table.columns
            ]
            + [
                {"name": name, "description": text}
                for name, text in (by_day if table.name == BY_DAY else extra).items()
            ],
        }
        for table in tables
    ]
    return {"version": 2, "models": models}


def accounting_yaml(name: str, description: str, columns: dict[str, str], tests: list) -> dict:
    """Return the documentation of one accounting model."""
    return {
        "version": 2,
        "models": [
            {
                "name": name,
                "description": description,
                **({"data_tests": tests} if tests else {}),
                "columns": [{"name": k, "description": v} for k, v in columns.items()],
            }
        ],
    }


def metric_inputs(tables: dict[str, contract.Table]) -> str:
    """Return the seed that says which input tables a metric needs; one table serves a need.

    A table with defaults is never lacking: the project's seed serves where it is absent.
    """
    rows = sorted(
        (metric, table.name, served_by)
        for table in tables.values()
        if not table.has_defaults
        for metric in table.needed_by
        for served_by in (table.name, *table.replaced_by)
    )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["metric_id", "need", "input_table"])
    writer.writerows(rows)
    return text.getvalue()


def wrap(sql: str) -> str:
    """Return the SQL with lines over 100 columns broken at commas."""
    out = []
    for line in sql.split("\n"):
        if len(line) <= 100 or ", " not in line:
            out.append(line)
            continue
        indent = " " * (len(line) - len(line.lstrip()) + 4)
        current = ""
        for part in line.split(", "):
            piece = part if not current else f"{current}, {part}"
            if current and len(piece) > 98:
                out.append(current + ",")
                current = indent + part
            else:
                current = piece
        out.append(current)
    return "\n".join(out)


class _Dumper(yaml.SafeDumper):
    """Indents lists under their key."""

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, False)


def dump(document: dict) -> str:
    """Return a YAML document, keys in the order given."""
    note = NOTE.replace("--", "#", 1)
    return note + yaml.dump(
        document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100
    )


def files(root: Path = ROOT) -> dict[Path, str]:
    """Return every file that follows from the contract, by path."""
    tables = contract.load(root)
    out: dict[Path, str] = {root / "seeds" / "metric_inputs.csv": metric_inputs(tables)}
    out.update(methods.pages(root))
    for domain in dict.fromkeys(table.domain for table in tables.values()):
        own = [table for table in tables.values() if table.domain == domain]
        folder = root / "models" / "staging" / domain
        for table in own:
            out[folder / f"{base_name(table)}.sql"] = base_sql(table, tables)
            out[folder / f"{staged_name(table)}.sql"] = staged_sql(table)
            out[folder / f"{staged_name(table)}.yml"] = dump(staged_yaml(table))
        out[folder / f"base_{domain}.yml"] = dump(base_yaml(domain, own))
        rows, counts = f"stg_{domain}__quarantined_rows", f"stg_{domain}__row_counts"
        out[folder / f"{rows}.sql"] = quarantined_sql(domain, own)
        out[folder / f"{rows}.yml"] = dump(
            accounting_yaml(
                rows,
                f"The rows of the {domain} inputs that cannot be used. Grain: one row per row.",
                {
                    "input_table": "Input table that the row arrived in.",
                    "row_key": "Hash of file, position and content.",
                    "reason": "The first reason in the fixed order.",
                    "payload": "The row as JSON, personal columns left out.",
                },
                [],
            )
        )
        out[folder / f"{counts}.sql"] = counts_sql(domain, own)
        out[folder / f"{counts}.yml"] = dump(
            accounting_yaml(
                counts,
                f"Rows in and rows out of every {domain} input. Grain: one row per input table.",
                {
                    "input_table": "Input table.",
                    "is_present": "Whether the table is there at all.",
                    "connector": "Connector that filled the domain.",
                    "arrived_rows": "Rows counted in the input itself, before anything reads them.",
                    "staged_rows": "Rows that can be used.",
                    "quarantined_rows": "Rows kept apart with a reason.",
                },
                [],
            )
        )
    return out


def main(arguments: list[str]) -> int:
    """Write the files, or with --check name those that are not current; 1 when any is not."""
    stale = [
        path
        for path, text in files().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in arguments:
        for path in stale:
            print(f"not current: {path.relative_to(ROOT)} (run `make contract`)")
        return 1 if stale else 0
    for path, text in files().items():
        if path in stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    print(f"{len(stale)} of {len(files())} files written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
