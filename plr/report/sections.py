"""The sections of both documents: one SQL file each, over the published marts and nothing else.

A file begins with its title, the page it stands on (``board``: both documents; ``diagnostic``: that
one alone), and notes. ``each: failure_mode`` makes a section per mode; its query then takes
$failure_mode. Column aliases are the words of the document; one that ends in % is a share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

FOLDER = Path(__file__).resolve().parent / "sections"
MODES = "select failure_mode, failure_mode_name from marts.rpt_pattern_read "
MODES += "where segment = 'all' and as_of_month = "
MODES += "(select max(as_of_month) from marts.rpt_pattern_read) "
MODES += "order by rank asc nulls last, failure_mode"


@dataclass(frozen=True)
class Section:
    """One file: what it is called, where it stands, what it says beforehand, and its query."""

    name: str
    title: str
    page: str
    each: str
    note: str
    sql: str


@dataclass(frozen=True)
class Table:
    """One section filled in: column names and rows as text, and the query that they come from."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sql: str

    @property
    def is_numeric(self) -> tuple[bool, ...]:
        """Whether each column holds numbers: those are set to the right."""
        return tuple(
            any(cells) and all(not c or c == UNKNOWN or c.lstrip("-")[:1].isdigit() for c in cells)
            for cells in ([row[n] for row in self.rows] for n in range(len(self.columns)))
        )


UNKNOWN = "unknown"


def read(file: Path) -> Section:
    """Read one section. Raises ValueError where its head names no title or page."""
    head: dict[str, list[str]] = {}
    body = []
    for line in file.read_text(encoding="utf-8").splitlines():
        key, colon, value = line.removeprefix("-- ").partition(": ")
        if line.startswith("-- ") and colon and not body:
            head.setdefault(key, []).append(value)
        else:
            body.append(line)
    if "title" not in head or head.get("page", [""])[0] not in ("board", "diagnostic"):
        raise ValueError(f"{file.name} begins with a title and a page, board or diagnostic")
    return Section(
        file.stem, head["title"][0], head["page"][0], head.get("each", [""])[0],
        " ".join(head.get("note", [])), "\n".join(body).strip(),
    )  # fmt: skip


def all_sections(folder: Path = FOLDER) -> list[Section]:
    """Return every section in the order of its files."""
    return [read(file) for file in sorted(folder.glob("*.sql"))]


def cell(value: Any, column: str) -> str:
    """Return a value as a person reads it; null is ``unknown``, never zero or blank."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) or not hasattr(value, "__float__"):
        return str(value)
    number = float(value)
    if column.endswith("%") or "% of" in column:
        return f"{100 * number:.1f} %"
    if isinstance(value, int):
        return f"{value:,}"
    if abs(number) >= 1000:
        return f"{number:,.0f}"
    return f"{number:.3g}" if abs(number) < 100 else f"{number:.1f}"


def fill(connection: duckdb.DuckDBPyConnection, section: Section) -> list[Table]:
    """Run a section's query; one table, or one per failure mode in the order of their rank."""
    if section.each != "failure_mode":
        return [_table(connection, section, section.title, None)]
    return [
        _table(connection, section, section.title.format(name=name), {"failure_mode": mode})
        for mode, name in connection.execute(MODES).fetchall()
    ]


def _table(
    connection: duckdb.DuckDBPyConnection, section: Section, title: str, values: dict | None
) -> Table:
    result = connection.execute(section.sql, values)
    columns = tuple(column[0] for column in result.description)
    rows = tuple(
        tuple(cell(value, column) for value, column in zip(row, columns, strict=True))
        for row in result.fetchall()
    )
    sql = section.sql
    for name, value in (values or {}).items():
        sql = sql.replace(f"${name}", f"'{value}'")
    return Table(title, section.note, columns, rows, sql)


def in_order(
    connection: duckdb.DuckDBPyConnection, sections: Sequence[Section], page: str
) -> list[Table]:
    """Fill the sections of a page; those of one mode stand together, mode after mode."""
    wanted = [s for s in sections if page == "diagnostic" or s.page == page]
    tables: list[Table] = []
    pending: list[list[Table]] = []
    for section in wanted:
        if section.each:
            pending.append(fill(connection, section))
            continue
        tables += [table for of_mode in zip(*pending, strict=True) for table in of_mode]
        pending = []
        tables += fill(connection, section)
    return tables + [table for of_mode in zip(*pending, strict=True) for table in of_mode]
