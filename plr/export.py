"""Hand the action queue to where people work: `python -m plr.export actions.csv`.

Reads the last publication and writes CSV or Parquet, by the ending of the name. Nothing is sent.
With ``--answers FILE`` it turns a filled-in queue (columns action_id, decision, outcome) into the
input table ``action_outcomes`` that the next build reads, under the same ids. Exit code 0, or 1
where there is nothing to read or an answer is no answer.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import duckdb

from plr.publish import place

DECISIONS = ("accepted", "rejected", "snoozed")


class ExportError(RuntimeError):
    """What was asked for cannot be written; the message says why and what to do."""


def _format(path: Path) -> str:
    endings = {".csv": "format csv, header", ".parquet": "format parquet"}
    if path.suffix not in endings:
        raise ExportError(f"{path}: write a name that ends in .csv or .parquet")
    return endings[path.suffix]


def queue(publication: Path, target: Path) -> int:
    """Write the action queue of a publication to a file; return the number of actions.

    Raises ExportError where there is no publication, or the name has another ending.
    """
    how = _format(target)
    if not publication.exists():
        raise ExportError(f"{publication}: no publication; `dbt build` makes one")
    with duckdb.connect(str(publication), read_only=True) as connection:
        rows = "select * from marts.fct_action_queue order by rank, action_id"
        connection.execute(f"copy ({rows}) to '{target}' ({how})").fetchall()
        ((count,),) = connection.execute("select count(*) from marts.fct_action_queue").fetchall()
    return int(count)


def answers(filled: Path, decided_at: datetime, target: Path) -> int:
    """Write the answers of a filled-in queue as the input ``action_outcomes``; return their number.

    Rows without a decision are left out. Raises ExportError for a decision that is none of
    accepted, rejected and snoozed, or an action that is answered twice.
    """
    how = _format(target)
    with duckdb.connect() as connection:
        connection.execute(
            "create table answers as select cast(action_id as varchar) as action_id, "
            "lower(trim(cast(decision as varchar))) as decision, "
            f"nullif(trim(cast(outcome as varchar)), '') as outcome from '{filled}' "
            "where nullif(trim(cast(decision as varchar)), '') is not null"
        ).fetchall()
        wrong = connection.execute(
            "select action_id, decision from answers where decision not in ? order by 1",
            [list(DECISIONS)],
        ).fetchall()
        if wrong:
            raise ExportError(
                f"{filled}: column decision: {len(wrong)} rows hold none of "
                f"{', '.join(DECISIONS)}, as {wrong[0][0]}: {wrong[0][1]}"
            )
        twice = connection.execute(
            "select action_id from answers group by 1 having count(*) > 1 order by 1"
        ).fetchall()
        if twice:
            raise ExportError(
                f"{filled}: {len(twice)} actions are answered twice, as {twice[0][0]}"
            )
        connection.execute(
            "copy (select action_id, decision, cast(? as timestamp) as decided_at, outcome "
            f"from answers order by action_id) to '{target}' ({how})",
            [decided_at.isoformat()],
        ).fetchall()
        ((count,),) = connection.execute("select count(*) from answers").fetchall()
    return int(count)


def main(arguments: Sequence[str]) -> int:
    """Export the queue, or take its answers."""
    parser = argparse.ArgumentParser(prog="python -m plr.export", description=__doc__)
    parser.add_argument("target", type=Path, help="file to write, .csv or .parquet")
    parser.add_argument("--answers", type=Path, help="a filled-in queue")
    parser.add_argument("--decided-at", type=datetime.fromisoformat, help="when, with --answers")
    chosen = parser.parse_args(arguments)
    warehouse = os.environ.get("PLR_WAREHOUSE", "build/plr.duckdb")
    try:
        if chosen.answers:
            if chosen.decided_at is None:
                raise ExportError("say when it was decided: --decided-at 2026-07-01")
            count = answers(chosen.answers, chosen.decided_at, chosen.target)
            print(f"{count} answers written to {chosen.target}")
        else:
            published = place(warehouse, os.environ.get("PLR_PUBLICATION"))
            print(f"{queue(published, chosen.target)} actions written to {chosen.target}")
    except ExportError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
