"""Writing one publication: the marts as a DuckDB file and as Parquet files, read back and compared.

The file holds five tables beside the marts: ``publication`` (what is in it),
``publication_history`` (every publication and roll-back so far), ``rpt_restatements``, and what the
next publication is held against: ``publication_figures`` and ``publication_fingerprints``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import md5
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from plr.publish.fingerprints import Fingerprint
from plr.publish.restatements import Figure, Restatement
from plr.publish.store import PublicationError

# Written by DuckDB 2, readable from DuckDB 1.2 on.
STORAGE_VERSION = "v1.2.0"
SCHEMA = "marts"
MAKING = "publication_in_the_making"
BEFORE = "publication_before"
PUBLISHED = "published"

_KEY = "figure varchar, period varchar, period_start date, slice varchar"
TABLES = {
    "publication": "publication_id varchar, table_name varchar, as_of_on date, row_count bigint,"
    " content_hash varchar",
    "publication_history": "number bigint, action varchar, publication_id varchar,"
    " published_at timestamp, as_of_on date, table_name varchar, row_count bigint,"
    " content_hash varchar",
    "rpt_restatements": f"number bigint, previous_number bigint, {_KEY},"
    " from_value decimal(38, 10), to_value decimal(38, 10), cause varchar, is_explained boolean",
    "publication_figures": f"{_KEY}, value decimal(38, 10), made_of varchar, number bigint",
    "publication_fingerprints": "number bigint, component varchar, part varchar,"
    " fingerprint varchar",
}
"""What a publication says of itself: table -> columns."""


@dataclass(frozen=True)
class PublishedTable:
    """One table of one publication.

    ``publication_id`` is the hash of all tables' names and contents, so the same marts always bear
    the same id. ``content_hash`` does not depend on the order of rows.
    """

    publication_id: str
    table_name: str
    as_of_on: date
    row_count: int
    content_hash: str


@dataclass(frozen=True)
class Event:
    """A publication or a roll-back, and the tables that it gave to readers; times are UTC."""

    number: int
    action: str
    published_at: datetime
    tables: tuple[PublishedTable, ...]


@dataclass
class Record:
    """What a publication says of itself and of those before it."""

    events: list[Event] = field(default_factory=list)
    restatements: list[Restatement] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    fingerprints: dict[int, list[Fingerprint]] = field(default_factory=dict)

    @property
    def last(self) -> Event | None:
        """What readers have."""
        return self.events[-1] if self.events else None


def contents(connection: Any, names: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Return table -> (rows, content hash) of marts in the current database."""
    return {name: fingerprint(connection, f"{SCHEMA}.{name}") for name in names}


def describe(found: Mapping[str, tuple[int, str]], as_of_on: date) -> list[PublishedTable]:
    """Return the entries of a publication from table -> (rows, content hash), in name order."""
    whole = "|".join(f"{name}:{rows}:{content}" for name, (rows, content) in sorted(found.items()))
    publication_id = md5(f"{as_of_on.isoformat()}|{whole}".encode()).hexdigest()
    return [
        PublishedTable(publication_id, name, as_of_on, rows, content)
        for name, (rows, content) in sorted(found.items())
    ]


def write(connection: Any, tables: Sequence[PublishedTable], record: Record, file: Path) -> None:
    """Copy the marts with their record into a new file, and into ``parquet/`` beside it."""
    connection.execute(
        f"attach {text(file)} as {MAKING} (storage_version '{STORAGE_VERSION}')"
    ).fetchall()
    try:
        connection.execute(f"create schema {MAKING}.{SCHEMA}").fetchall()
        for table in tables:
            name = table.table_name
            connection.execute(
                f"create table {MAKING}.{SCHEMA}.{name} as select * from {SCHEMA}.{name}"
            ).fetchall()
            _parquet(connection, f"{MAKING}.{SCHEMA}.{name}", file.parent)
        write_record(connection, record, file.parent, MAKING)
        connection.execute(f"checkpoint {MAKING}").fetchall()
    finally:
        connection.execute(f"detach {MAKING}").fetchall()
    no_wal(file)


def write_record(connection: Any, record: Record, folder: Path, catalog: str) -> None:
    """Write what a publication says of itself, in place of what stood there."""
    assert record.last is not None
    rows: dict[str, list[tuple[Any, ...]]] = {
        "publication": [tuple(vars(table).values()) for table in record.last.tables],
        "publication_history": [
            (
                event.number, event.action, table.publication_id, event.published_at,
                table.as_of_on, table.table_name, table.row_count, table.content_hash,
            )
            for event in record.events
            for table in event.tables
        ],
        "rpt_restatements": [tuple(vars(row).values()) for row in record.restatements],
        "publication_figures": [
            (f.name, f.period, f.period_start, f.slice, f.value, ", ".join(f.made_of), f.number)
            for f in record.figures
        ],
        "publication_fingerprints": [
            (number, one.component, one.part, one.value)
            for number, several in sorted(record.fingerprints.items())
            for one in several
        ],
    }  # fmt: skip
    for name, columns in TABLES.items():
        relation = f"{catalog}.{SCHEMA}.{name}"
        connection.execute(f"create or replace table {relation} ({columns})").fetchall()
        if rows[name]:
            _insert(connection, relation, columns, rows[name])
        _parquet(connection, relation, folder)


def _insert(connection: Any, relation: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows through Arrow, thousands at once; DuckDB casts them to the columns' types."""
    arrow = {
        "varchar": pa.string(), "bigint": pa.int64(), "date": pa.date32(),
        "timestamp": pa.timestamp("us"), "boolean": pa.bool_(), "decimal": pa.decimal128(38, 10),
    }  # fmt: skip
    named = [column.split() for column in columns.replace("(38, 10)", "").split(", ")]
    several = list(zip(*rows, strict=True))
    data = {
        name: pa.array(values, type=arrow[kind])
        for (name, kind), values in zip(named, several, strict=True)
    }
    connection.register("rows_of_a_record", pa.table(data))
    try:
        connection.execute(f"insert into {relation} select * from rows_of_a_record").fetchall()
    finally:
        connection.unregister("rows_of_a_record")


def _parquet(connection: Any, relation: str, folder: Path) -> None:
    path = folder / "parquet" / f"{relation.split('.')[-1]}.parquet"
    path.unlink(missing_ok=True)
    connection.execute(
        f"copy (select * from {relation}) to {text(path)} (format parquet, compression zstd)"
    ).fetchall()


def check(connection: Any, tables: Sequence[PublishedTable], file: Path) -> None:
    """Hold a new file and its Parquet files against the marts' own contents."""
    connection.execute(f"attach {text(file)} as {MAKING} (read_only)").fetchall()
    try:
        for table in tables:
            copies = f"{MAKING}.{SCHEMA}.{table.table_name}"
            parquet = text(file.parent / "parquet" / f"{table.table_name}.parquet")
            found = fingerprint(connection, copies)
            ((rows,),) = connection.execute(f"select count(*) from {parquet}").fetchall()
            if found != (table.row_count, table.content_hash) or rows != table.row_count:
                raise PublicationError(
                    f"{table.table_name}: {found[0]} rows in the new file, {rows} in Parquet,"
                    f" {table.row_count} in the mart, or not the same ones; nothing was published,"
                    " readers keep what they had. Run `dbt build` again; if it stays so, the disk"
                    " is to be doubted"
                )
    finally:
        connection.execute(f"detach {MAKING}").fetchall()


def read(connection: Any, file: Path) -> Record:
    """Return what a published file says of itself; duckdb.Error where it cannot be read."""
    connection.execute(f"attach {text(file)} as {BEFORE} (read_only)").fetchall()
    try:
        return _read(connection, f"{BEFORE}.{SCHEMA}")
    finally:
        connection.execute(f"detach {BEFORE}").fetchall()


def found_in(connection: Any, event: Event, file: Path) -> tuple[PublishedTable, ...]:
    """Return the tables of a publication as they stand in its file."""
    connection.execute(f"attach {text(file)} as {BEFORE} (read_only)").fetchall()
    try:
        found = {
            table.table_name: fingerprint(connection, f"{BEFORE}.{SCHEMA}.{table.table_name}")
            for table in event.tables
        }
    finally:
        connection.execute(f"detach {BEFORE}").fetchall()
    return tuple(describe(found, event.tables[0].as_of_on))


def _read(connection: Any, schema: str) -> Record:
    record = Record()
    history: dict[tuple[int, str, datetime], list[PublishedTable]] = {}
    for number, action, publication_id, at, as_of_on, *table in connection.execute(
        f"select * from {schema}.publication_history order by number, table_name"
    ).fetchall():
        entry = PublishedTable(publication_id, table[0], as_of_on, table[1], table[2])
        history.setdefault((number, action, at), []).append(entry)
    record.events = [Event(*key, tuple(tables)) for key, tables in history.items()]
    record.restatements = [
        Restatement(*row)
        for row in connection.execute(
            f"select * from {schema}.rpt_restatements"
            " order by number, period_start, period, figure, slice"
        ).fetchall()
    ]
    record.figures = [
        Figure(*row[:5], made_of=listed(row[5]), number=row[6])
        for row in connection.execute(f"select * from {schema}.publication_figures").fetchall()
    ]
    for number, *one in connection.execute(
        f"select * from {schema}.publication_fingerprints order by number, component, part"
    ).fetchall():
        record.fingerprints.setdefault(number, []).append(Fingerprint(*one))
    return record


def rewrite_record(file: Path, record: Record) -> None:
    """Put another record into a copy of a published file, and its Parquet files beside it."""
    connection = duckdb.connect(str(file))
    try:
        write_record(connection, record, file.parent, f'"{file.stem}"')
        connection.execute("checkpoint").fetchall()
    finally:
        connection.close()
    no_wal(file)


def listed(names: str | None) -> tuple[str, ...]:
    """Return the names in a list with commas."""
    return tuple(name for name in (names or "").split(", ") if name)


def no_wal(file: Path) -> None:
    """See that all of a file is in the file."""
    wal = file.with_name(file.name + ".wal")
    if wal.exists():
        raise PublicationError(f"{wal.name} is left: the new file is not complete; build again")


def fingerprint(connection: Any, relation: str) -> tuple[int, str]:
    """Return (rows, hash of the contents in any order) of a relation."""
    columns = [row[0] for row in connection.execute(f"describe {relation}").fetchall()]
    (row,) = connection.execute(fingerprint_sql(relation, columns)).fetchall()
    return int(row[0]), md5(f"{','.join(columns)}|{row[1]}|{row[2]}".encode()).hexdigest()


def fingerprint_sql(relation: str, columns: Sequence[str]) -> str:
    """Return SQL that yields the row count and two order-free sums over the hashes of rows."""
    values = ", ".join(f'coalesce(cast("{column}" as varchar), chr(30))' for column in columns)
    content = f"concat_ws(chr(31), {values})"
    return (
        f"select count(*), sum(md5_number_lower({content})), sum(md5_number_upper({content}))"
        f" from {relation}"
    )


def text(value: Path | str) -> str:
    """Return a value as an SQL literal."""
    return "'" + str(value).replace("'", "''") + "'"
