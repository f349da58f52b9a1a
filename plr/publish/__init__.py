"""Publishing: the marts as one file that readers can trust, all at once or not at all.

A new publication is written beside the old ones, checked, flushed to disk, and then given to
readers by renaming one link. Readers who have the old file open go on reading it; whoever opens the
name next gets the new one. Whatever fails on the way leaves yesterday's publication as it was.
``python -m plr.publish`` lists publications and goes back to one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from plr.publish import writing
from plr.publish.fingerprints import Fingerprint
from plr.publish.restatements import Figure, compare
from plr.publish.store import PublicationError, Store
from plr.publish.writing import STORAGE_VERSION, Event, PublishedTable, Record, fingerprint_sql

__all__ = [
    "STORAGE_VERSION",
    "PublicationError",
    "PublishedTable",
    "Store",
    "describe_again",
    "fingerprint_sql",
    "figures",
    "kept",
    "place",
    "publish",
    "record_of",
    "refuse",
    "roll_back",
    "run_flags",
    "why_not_whole",
]
KEPT = 7
FIGURES = "rpt_closed_figures"
"""The mart whose rows are held against the last publication."""


def place(warehouse: str, stated: str | None) -> Path:
    """Return where to publish: the place stated, else ``publication/`` beside the warehouse file.

    The stem stays that of the warehouse, because DuckDB names the catalogue after it.
    """
    if stated:
        return Path(stated)
    return Path(warehouse).parent / "publication" / Path(warehouse).name


def kept() -> int:
    """Return how many publications stay, as PLR_PUBLICATIONS_KEPT says."""
    stated = os.environ.get("PLR_PUBLICATIONS_KEPT", str(KEPT))
    if not stated.isdigit() or int(stated) < 1:
        raise PublicationError(f"PLR_PUBLICATIONS_KEPT is {stated!r}; it is a number of 1 or more")
    return int(stated)


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


def refuse(reason: str) -> None:
    """Raise PublicationError where there is a reason not to publish."""
    if reason:
        raise PublicationError(reason)


def _is_set(value: Any) -> bool:
    return value not in (None, False, "", (), [])


def publish(
    connection: Any,
    tables: Sequence[str],
    target: Path,
    as_of_on: date,
    fingerprints: Sequence[Fingerprint] = (),
    keep: int = KEPT,
    now: datetime | None = None,
) -> list[PublishedTable]:
    """Give readers the marts named; return what they have now, one entry per table in name order.

    ``connection`` is an open DuckDB connection without a transaction, whose current database holds
    the ``tables`` in schema marts. ``fingerprints`` say what the marts were made of; ``keep``
    publications stay. Where readers have the same contents already, nothing is written. Raises
    PublicationError or duckdb.Error where the new publication cannot be made or is not whole;
    readers keep what they had.
    """
    store = Store(target)
    with store.locked():
        store.heal()
        found = writing.contents(connection, sorted(tables))
        published = writing.describe(found, as_of_on)
        before = record_of(store, connection)
        number = (store.current() or 0) + 1
        if before.last and before.last.number == store.current() and _same(before, published):
            store.prune(keep)
            return published
        own = figures(connection) if FIGURES in tables else []
        event = Event(number, writing.PUBLISHED, _time(now), tuple(published))
        record = _next(before, event, own, as_of_on, fingerprints)
        making = store.begin()
        try:
            writing.write(connection, published, record, making / target.name)
            writing.check(connection, published, making / target.name)
            store.finish(number, keep)
        except OSError as error:
            raise _no_room(store, error) from error
        except duckdb.Error as error:
            if "No space left" in str(error) or "File too large" in str(error):
                raise _no_room(store, error) from error
            raise
        finally:
            store.give_up()
    return published


def roll_back(target: Path, number: int, keep: int = KEPT, now: datetime | None = None) -> int:
    """Give readers the contents of an earlier publication again; return the number it now bears.

    A roll-back is a publication of its own: numbers only grow, and its history tells of it. It is
    described as it is found, which is not as it was where a person was erased from it since.
    """
    store = Store(target)
    with store.locked():
        if store.current() is not None:
            store.heal()
        if number not in store.kept() and not (
            store.current() is None and number in store.numbers()
        ):
            raise PublicationError(
                f"publication {number} is not kept at {store.folder}; there are"
                f" {', '.join(map(str, store.kept())) or 'none'}"
            )
        connection = duckdb.connect()
        old = writing.read(connection, store.file_of(number))
        before = record_of(store, connection) if store.current() else old
        new = max(store.numbers()) + 1
        assert old.last is not None
        tables = writing.found_in(connection, old.last, store.file_of(number))
        event = Event(new, f"rolled back to {number}", _time(now), tables)
        own = [figure for figure in old.figures if figure.number == number]
        record = _next(
            before, event, own, event.tables[0].as_of_on, old.fingerprints.get(number, ()),
            cause=event.action,
        )  # fmt: skip
        making = store.begin()
        try:
            file = making / target.name
            shutil.copyfile(store.file_of(number), file)
            for path in (store.folder_of(number) / "parquet").iterdir():
                if path.stem not in writing.TABLES:
                    os.link(path, making / "parquet" / path.name)
            writing.rewrite_record(file, record)
            writing.check(connection, event.tables, file)
            store.finish(new, keep)
        except OSError as error:
            raise _no_room(store, error) from error
        finally:
            store.give_up()
            connection.close()
    return new


def describe_again(target: Path) -> list[tuple[int, str, str]]:
    """State rows, hashes and ids of all kept publications as their files are now.

    For when a person was erased from them: no publication is made, readers keep which they have.
    Returns (number, id before, id now) of those whose contents are not what was stated. A kept file
    tells of all before it, so that each is written anew where any of them has changed; whoever was
    interrupted does it again.
    """
    store = Store(target)
    if store.current() is None:
        return []
    with store.locked(), duckdb.connect() as connection:
        store.heal()
        records = {n: writing.read(connection, store.file_of(n)) for n in store.kept()}
        stated = {
            number: event
            for number, record in records.items()
            if (event := record.last) is not None
        }
        found = {
            number: writing.found_in(connection, event, store.file_of(number))
            for number, event in stated.items()
        }
        for number, record in records.items():
            events = [replace(e, tables=found.get(e.number, e.tables)) for e in record.events]
            if events != record.events:
                making = store.begin()
                try:
                    file = making / target.name
                    shutil.copyfile(store.file_of(number), file)
                    writing.rewrite_record(file, replace(record, events=events))
                    store.refresh(number)
                finally:
                    store.give_up()
    return [
        (number, event.tables[0].publication_id, found[number][0].publication_id)
        for number, event in stated.items()
        if event.tables != found[number]
    ]


def record_of(store: Store, connection: Any) -> Record:
    """Return the record of the newest publication that can be read; an empty one without any."""
    for number in reversed(store.kept()):
        try:
            return writing.read(connection, store.file_of(number))
        except duckdb.Error as error:
            if "lock" in str(error):
                raise PublicationError(
                    f"publication {number} is open for writing in another process ({error});"
                    " readers keep it. Close it there (readers open it read-only), then `dbt retry`"
                ) from error
            # Else somebody harmed the file; the one before it tells the history up to it.
    return Record()


def figures(connection: Any) -> list[Figure]:
    """Return the closed figures of the marts in the current database."""
    rows = connection.execute(
        "select figure, period, period_start, slice, cast(value as decimal(38, 10)), made_of"
        f" from {writing.SCHEMA}.{FIGURES}"
    ).fetchall()
    return [Figure(*row[:5], made_of=writing.listed(row[5])) for row in rows]


def _next(
    before: Record,
    event: Event,
    own: Sequence[Figure],
    as_of_on: date,
    fingerprints: Sequence[Fingerprint],
    cause: str | None = None,
) -> Record:
    """Return the record of what follows ``before``."""
    of = {**before.fingerprints, event.number: list(fingerprints)}
    restated, every = compare(before.figures, own, as_of_on, event.number, of, cause)
    needed = {figure.number for figure in every} | {event.number}
    return Record(
        [*before.events, event],
        [*before.restatements, *restated],
        every,
        {number: several for number, several in of.items() if number in needed},
    )


def _same(before: Record, published: Sequence[PublishedTable]) -> bool:
    return before.last is not None and list(before.last.tables) == list(published)


def _time(now: datetime | None) -> datetime:
    return (now or datetime.now(UTC)).replace(tzinfo=None)


def _no_room(store: Store, error: Exception) -> PublicationError:
    return PublicationError(
        f"the new publication could not be written to {store.folder} ({error}); readers still have"
        f" publication {store.current() or 'none'}. Free space there or lower"
        " PLR_PUBLICATIONS_KEPT, then `dbt retry`"
    )
