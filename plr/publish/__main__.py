"""What readers were given, and the way back.

``python -m plr.publish list``: every publication and roll-back so far, and which are kept.
``python -m plr.publish rollback NUMBER``: give readers the contents of an earlier one again.
``python -m plr.publish restatements``: the figures of closed periods that changed, and why.

The place is that of the warehouse (PLR_WAREHOUSE), or PLR_PUBLICATION. Exit code 0; 1 where it
cannot be done, with the reason.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence

import duckdb

from plr.publish import PublicationError, Store, kept, place, record_of, roll_back
from plr.publish.restatements import Restatement


def history_lines(store: Store) -> Iterator[str]:
    """Return a line for each publication: number, what, when, day, tables, rows, id, and its state.

    A time before that of the publication before it is marked: numbers order them, not the clock.
    """
    with duckdb.connect() as connection:
        record = record_of(store, connection)
    stay, current, latest = set(store.kept()), store.current(), None
    for event in record.events:
        one = event.tables[0]
        marks = ["current"] if event.number == current else []
        marks += ["kept"] if event.number in stay and event.number != current else []
        marks += ["the clock had gone back"] if latest and event.published_at < latest else []
        yield (
            f"{event.number:>6}  {event.published_at:%Y-%m-%d %H:%M:%S}  as of {one.as_of_on}"
            f"  {len(event.tables)} tables, {sum(t.row_count for t in event.tables):,} rows"
            f"  {one.publication_id[:12]}  {event.action}  {', '.join(marks)}".rstrip()
        )
        latest = max(latest, event.published_at) if latest else event.published_at


def restatement_line(row: Restatement) -> str:
    """Return a restatement in words."""
    when = f"{row.period_start:%Y-%m}" if row.period == "month" else f"{row.period_start} quarter"
    name = row.figure if row.slice == "all" else f"{row.figure} ({row.slice})"
    change = f"{_value(row.from_value)} -> {_value(row.to_value)}"
    return f"{row.number:>6}  {when}  {name}: {change}, {row.cause}"


def _value(value: object) -> str:
    return "unknown" if value is None else f"{value:,.4f}".rstrip("0").rstrip(".")


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, do it, return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m plr.publish",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list")
    commands.add_parser("restatements")
    commands.add_parser("rollback").add_argument("number", type=int)
    asked = parser.parse_args(arguments)
    warehouse = os.environ.get("PLR_WAREHOUSE", "build/plr.duckdb")
    target = place(warehouse, os.environ.get("PLR_PUBLICATION"))
    store = Store(target)
    try:
        if asked.command == "rollback":
            number = roll_back(target, asked.number, kept())
            print(f"{target} has the contents of publication {asked.number} again, as {number}")
            return 0
        if store.current() is None:
            print(f"nothing was published to {target} yet: `dbt build` does it at its end")
            return 1
        if asked.command == "list":
            print("\n".join(history_lines(store)))
            return 0
        with duckdb.connect() as connection:
            rows = record_of(store, connection).restatements
        print("\n".join(restatement_line(row) for row in rows) or "no closed figure was restated")
    except (PublicationError, duckdb.Error, OSError) as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
