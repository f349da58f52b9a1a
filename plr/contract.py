"""The input contract, read from the project's dbt sources.

The seven files ``models/staging/<domain>/<domain>__sources.yml`` are the only statement of what a
company's exports look like. This module turns them into frozen values for whatever is generated
from them (typed base views, guards, documentation). It reads files and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where libyaml is there

DOMAINS = ("product", "billing", "crm", "success", "finance", "people", "config")
TYPES = frozenset({"string", "int", "decimal", "float", "bool", "date", "timestamp"})
OTHER = "other"


# Beyond these a value is no fact of a company: its row is quarantined as out_of_range.
EARLIEST, LATEST, NO_END = "1990-01-01", "2200-01-01", "9999-12-31"
LARGEST, LONGEST = 10**15, 10_000


class ContractError(ValueError):
    """The sources do not state a usable contract; the message names table and column."""


@dataclass(frozen=True)
class Column:
    """One column of an input table.

    ``enum`` is empty where any value is legal. ``is_open_enum`` says that a value outside the
    enumeration becomes ``other`` instead of sending its row to quarantine. ``happened_with`` names
    the dated column together with which this one is blanked after the as-of date.
    """

    name: str
    data_type: str
    description: str
    is_required: bool = False
    enum: tuple[str, ...] = ()
    is_open_enum: bool = False
    is_personal: bool = False
    has_happened: bool = False
    happened_with: str | None = None
    is_current_state: bool = False

    @property
    def is_email(self) -> bool:
        """Whether the column holds an e-mail address, hashed in staging."""
        return self.is_personal and self.name == "email"


@dataclass(frozen=True)
class Reference:
    """A foreign key: ``column`` must be found in ``table.to``; a null refers to nothing.

    ``is_quarantined`` rows without a counterpart cannot be used; the others only warn, once fewer
    than ``min_share`` of the non-null values are found.
    """

    column: str
    table: str
    to: str
    is_quarantined: bool
    min_share: float = 1.0


@dataclass(frozen=True)
class Rule:
    """A row for which ``when`` is true cannot be used; ``reason`` is its quarantine reason."""

    reason: str
    when: str


@dataclass(frozen=True)
class Contradiction:
    """Rows that agree in ``within`` must agree in ``differs``; the first by ``by`` is believed."""

    within: tuple[str, ...]
    by: str
    differs: tuple[str, ...]


@dataclass(frozen=True)
class Expectation:
    """A check that only warns.

    ``kind`` is ``row_condition`` (``sql`` is true for an offending row), ``share_at_least``
    (``sql`` is true for at least ``min_share`` of the rows) or ``sql`` (a query that returns the
    offending rows; ``{table}`` stands for the relation of an input table, see :meth:`query`).
    """

    name: str
    kind: str
    sql: str
    min_share: float | None = None
    tables: tuple[str, ...] = ()

    def query(self, relations: Mapping[str, str]) -> str:
        """Return the SQL with each ``{table}`` replaced by its relation; KeyError if one lacks."""
        text = self.sql
        for table in self.tables:
            text = text.replace("{" + table + "}", relations[table])
        return text


@dataclass(frozen=True)
class Table:
    """One input table: its columns in order, its key, and the rules its rows obey.

    ``minimum`` names the group of the smallest set that the table belongs to ("" for none, "true"
    for always, otherwise a group of which one table is enough). ``replaced_by`` lists tables that
    serve as well where this one is absent. ``max_quarantine_share`` is the share of its rows (0..1)
    above which unusable rows stop the domain.
    """

    domain: str
    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    arrives: tuple[str, ...]
    wins: str
    needed_by: tuple[str, ...]
    code: str | None = None
    minimum: str = ""
    replaced_by: tuple[str, ...] = ()
    has_defaults: bool = False
    references: tuple[Reference, ...] = ()
    impossible: tuple[Rule, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    contradictory: Contradiction | None = None
    max_quarantine_share: float = 0.05

    def column(self, name: str) -> Column:
        """Return the column of that name; KeyError names the table."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.domain}.{self.name} has no column {name}")

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of all columns, in the contract's order."""
        return tuple(column.name for column in self.columns)


def out_of_range(table: Table, column: Column) -> str:
    """Return SQL, true for a value of the column that no company has; "" where it has no limits.

    The macro of the same name (macros/inputs.sql) says it to staging; a test compares the two.
    """
    name, kind = f'"{column.name}"', column.data_type
    if kind in ("date", "timestamp"):
        early = f"{name} < cast('{EARLIEST}' as {kind})"
        if column.name in table.arrives or column.has_happened:
            return early
        late = f"{name} >= cast('{LATEST}' as {kind})"
        return f"{early} or {late} and cast({name} as date) <> cast('{NO_END}' as date)"
    if kind in ("int", "decimal", "float"):
        return f"{name} not between -{LARGEST} and {LARGEST}"
    return f"length({name}) > {LONGEST}" if kind == "string" else ""


def sources_path(project_root: Path, domain: str) -> Path:
    """Return where a domain's part of the contract lies."""
    return Path(project_root) / "models" / "staging" / domain / f"{domain}__sources.yml"


@lru_cache(maxsize=4)
def load(project_root: Path | str) -> dict[str, Table]:
    """Read the contract: table name -> Table, in file order, domain by domain.

    Raises ContractError for an unknown type, a rule about a column or table that is not there, a
    table name used twice, or foreign keys that run in a circle.
    """
    tables: dict[str, Table] = {}
    for domain in DOMAINS:
        text = sources_path(Path(project_root), domain).read_text(encoding="utf-8")
        (source,) = yaml.load(text, Loader=_Loader)["sources"]
        for entry in source["tables"]:
            table = _table(domain, entry)
            if table.name in tables:
                raise ContractError(f"{domain}.{table.name} is stated twice")
            tables[table.name] = table
    for table in tables.values():
        _check(table, tables)
    reference_order(tables)
    return tables


def reference_order(tables: Mapping[str, Table]) -> tuple[str, ...]:
    """Order table names so that each comes after all tables it refers to; fails on a circle."""
    done: dict[str, None] = {}
    open_: list[str] = []

    def visit(name: str) -> None:
        if name in done:
            return
        if name in open_:
            raise ContractError(f"foreign keys run in a circle: {' -> '.join([*open_, name])}")
        open_.append(name)
        for reference in tables[name].references:
            visit(reference.table)
        open_.pop()
        done[name] = None

    for name in tables:
        visit(name)
    return tuple(done)


def _meta(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    return (entry.get("config") or {}).get("meta") or {}


def _text(entry: Mapping[str, Any]) -> str:
    return " ".join(str(entry.get("description") or "").split())


def _table(domain: str, entry: Mapping[str, Any]) -> Table:
    meta = _meta(entry)
    return Table(
        domain=domain,
        name=entry["name"],
        description=_text(entry),
        columns=tuple(_column(column) for column in entry["columns"]),
        key=tuple(meta["key"]),
        arrives=tuple(meta["arrives"]),
        wins=meta["wins"],
        needed_by=tuple(meta["needed_by"]),
        code=meta.get("code"),
        minimum=_group(meta.get("minimum", "")),
        replaced_by=tuple(meta.get("replaced_by", ())),
        has_defaults=bool(meta.get("defaults", False)),
        references=tuple(_reference(item) for item in meta.get("references", ())),
        impossible=tuple(Rule(item["reason"], item["when"]) for item in meta.get("impossible", ())),
        expectations=tuple(_expectation(item) for item in meta.get("expectations", ())),
        contradictory=_contradiction(meta.get("contradictory")),
        max_quarantine_share=float(meta.get("max_quarantine_share", 0.05)),
    )


def _contradiction(item: Mapping[str, Any] | None) -> Contradiction | None:
    if item is None:
        return None
    return Contradiction(tuple(item["within"]), item["by"], tuple(item["differs"]))


def _group(value: bool | str) -> str:
    return ("true" if value else "") if isinstance(value, bool) else value


def _column(entry: Mapping[str, Any]) -> Column:
    meta = _meta(entry)
    return Column(
        name=entry["name"],
        data_type=entry["data_type"],
        description=_text(entry),
        is_required=bool(meta.get("required", False)),
        enum=tuple(meta.get("enum", ())),
        is_open_enum=bool(meta.get("open_enum", False)),
        is_personal=bool(meta.get("personal", False)),
        has_happened=bool(meta.get("happened", False)),
        happened_with=meta.get("happened_with"),
        is_current_state=bool(meta.get("current_state", False)),
    )


def _reference(item: Mapping[str, Any]) -> Reference:
    return Reference(
        column=item["column"],
        table=item["table"],
        to=item["to"],
        is_quarantined=item["on_missing"] == "quarantine",
        min_share=float(item.get("min_share", 1.0)),
    )


def _expectation(item: Mapping[str, Any]) -> Expectation:
    keys = {
        "row_condition": "when_violated",
        "share_at_least": "condition",
        "sql": "unexpected_sql",
    }
    sql = item[keys[item["type"]]]
    return Expectation(
        name=item["name"],
        kind=item["type"],
        sql=sql,
        min_share=item.get("min_share"),
        tables=_placeholders(sql) if item["type"] == "sql" else (),
    )


def _placeholders(sql: str) -> tuple[str, ...]:
    names = [part.split("}", 1)[0] for part in sql.split("{")[1:]]
    return tuple(dict.fromkeys(names))


def _check(table: Table, tables: Mapping[str, Table]) -> None:
    where = f"{table.domain}.{table.name}"
    _known(where, (*table.key, *table.arrives), table.column_names)
    for column in table.columns:
        if column.data_type not in TYPES:
            raise ContractError(f"{where}.{column.name} has unknown type {column.data_type}")
        if column.is_open_enum != (OTHER in column.enum):
            raise ContractError(f"{where}.{column.name} is open exactly where it lists {OTHER}")
        _known(where, [column.happened_with] if column.happened_with else [], table.column_names)
    for reference in table.references:
        _known(where, [reference.column], table.column_names)
        _known(where, [reference.table], tuple(tables))
        _known(reference.table, [reference.to], tables[reference.table].column_names)
    for expectation in table.expectations:
        _known(f"{where} ({expectation.name})", expectation.tables, tuple(tables))
    _known(where, table.replaced_by, tuple(tables))
    if table.wins not in {"first", "last"}:
        raise ContractError(f"{where}: wins is first or last, not {table.wins}")


def _known(where: str, names: Sequence[str], legal: Sequence[str]) -> None:
    for name in names:
        if name not in legal:
            raise ContractError(f"{where} speaks of {name}, which is not there")
