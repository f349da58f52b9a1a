"""Publishing: the marts as one file that readers can trust, all at once or not at all.

A new file is written beside the old one, checked, flushed to disk and renamed over it. Readers who
have the old file open go on reading it; whoever opens the name next gets the new one. Whatever
fails on the way leaves yesterday's file as it was.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import md5
from pathlib import Path
from typing import Any

# Written by DuckDB 2, readable from DuckDB 1.2 on.
STORAGE_VERSION = "v1.2.0"
SCHEMA = "marts"
_ALIAS = "publication_in_the_making"


class PublicationError(RuntimeError):
    """The new file is not what it should be; the old one was left in place."""


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


def place(warehouse: str, stated: str | None) -> Path:
    """Return where to publish: the place stated, else ``publication/`` beside the warehouse file.

    The stem stays that of the warehouse, because DuckDB names the catalogue after it.
    """
    if stated:
        return Path(stated)
    return Path(warehouse).parent / "publication" / Path(warehouse).name


def run_flags() -> dict[str, Any]:
    """Return dbt's own flags of the run that this process is in, names in lower case."""
    from dbt.flags import get_flags

    return {name.lower(): value for name, value in vars(get_flags()).items()}


def why_not_whole(flags: Mapping[str, Any]) -> str:
    """Return why a run may not publish, '' where it may.

    ``flags`` are dbt's own for the run. Only a bare `dbt build` (or a retry that completes one) has
    run every model and every test.
    """
    if str(flags.get("which")) not in ("build", "retry"):
        return f"dbt {flags.get('which')} runs no tests"
    for name in ("empty", "sample"):
        if _is_set(flags.get(name)):
            return f"--{name} builds on a part of the rows"
    for name in ("select", "exclude", "selector", "resource_types", "exclude_resource_types"):
        if _is_set(flags.get(name)):
            return f"--{name.replace('_', '-')} builds a part of the graph"
    return ""


def _is_set(value: Any) -> bool:
    return value not in (None, False, "", (), [])


def publish(
    connection: Any, tables: Sequence[str], target: Path, as_of_on: date
) -> list[PublishedTable]:
    """Copy mart tables into a new file and rename it over ``target``; return what was published.

    ``connection`` is an open DuckDB connection without a transaction, whose current database holds
    the ``tables`` in schema marts. Raises PublicationError where the new file is not whole; nothing
    is renamed then. Returns one entry per table, in name order.
    """
    names = sorted(tables)
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(target.name + ".new")
    wal = new.with_name(new.name + ".wal")
    for leftover in (new, wal):
        leftover.unlink(missing_ok=True)
    try:
        published = _write(connection, names, new, as_of_on)
        if wal.exists():
            raise PublicationError(f"{wal.name} is left: the new file is not complete")
        _check(connection, published, new)
        _flush(new)
        os.replace(new, target)
        _flush(target.parent)
    finally:
        for leftover in (new, wal):
            leftover.unlink(missing_ok=True)
    return published


def _write(
    connection: Any, names: Sequence[str], new: Path, as_of_on: date
) -> list[PublishedTable]:
    """Fill the new file and detach it, so that all of it is in the file."""
    attach = f"attach {_text(str(new))} as {_ALIAS} (storage_version '{STORAGE_VERSION}')"
    connection.execute(attach).fetchall()
    try:
        connection.execute(f"create schema {_ALIAS}.{SCHEMA}").fetchall()
        contents = {}
        for name in names:
            copy = f"create table {_ALIAS}.{SCHEMA}.{name} as select * from {SCHEMA}.{name}"
            connection.execute(copy).fetchall()
            contents[name] = _fingerprint(connection, f"{SCHEMA}.{name}")
        published = describe(contents, as_of_on)
        connection.execute(
            f"create table {_ALIAS}.{SCHEMA}.publication (publication_id varchar,"
            " table_name varchar, as_of_on date, row_count bigint, content_hash varchar)"
        ).fetchall()
        for table in published:
            connection.execute(
                f"insert into {_ALIAS}.{SCHEMA}.publication values (?, ?, ?, ?, ?)",
                [
                    table.publication_id,
                    table.table_name,
                    table.as_of_on,
                    table.row_count,
                    table.content_hash,
                ],
            ).fetchall()
        connection.execute(f"checkpoint {_ALIAS}").fetchall()
    finally:
        connection.execute(f"detach {_ALIAS}").fetchall()
    return published


def describe(contents: Mapping[str, tuple[int, str]], as_of_on: date) -> list[PublishedTable]:
    """Return the entries of a publication from table -> (rows, content hash), in name order."""
    whole = "|".join(
        f"{name}:{rows}:{content}" for name, (rows, content) in sorted(contents.items())
    )
    publication_id = md5(f"{as_of_on.isoformat()}|{whole}".encode()).hexdigest()
    return [
        PublishedTable(publication_id, name, as_of_on, rows, content)
        for name, (rows, content) in sorted(contents.items())
    ]


def _check(connection: Any, published: Sequence[PublishedTable], new: Path) -> None:
    """Re-open the new file and hold its contents against the marts' own."""
    connection.execute(f"attach {_text(str(new))} as {_ALIAS} (read_only)").fetchall()
    try:
        for table in published:
            found = _fingerprint(connection, f"{_ALIAS}.{SCHEMA}.{table.table_name}")
            if found != (table.row_count, table.content_hash):
                raise PublicationError(
                    f"{table.table_name}: {found[0]} rows in the new file, {table.row_count} in the"
                    " mart, or not the same ones"
                )
    finally:
        connection.execute(f"detach {_ALIAS}").fetchall()


def _fingerprint(connection: Any, relation: str) -> tuple[int, str]:
    """Return (rows, hash of the contents in any order) of a relation."""
    columns = [row[0] for row in connection.execute(f"describe {relation}").fetchall()]
    (row,) = connection.execute(fingerprint_sql(relation, columns)).fetchall()
    return int(row[0]), md5(f"{','.join(columns)}|{row[1]}|{row[2]}".encode()).hexdigest()


def fingerprint_sql(relation: str, columns: Sequence[str]) -> str:
    """Return SQL that yields the row count and two order-free sums over the hashes of rows."""
    text = ", ".join(f'coalesce(cast("{column}" as varchar), chr(30))' for column in columns)
    content = f"concat_ws(chr(31), {text})"
    return (
        f"select count(*), sum(md5_number_lower({content})), sum(md5_number_upper({content}))"
        f" from {relation}"
    )


def _flush(path: Path) -> None:
    """Force a file or a folder's entries to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
