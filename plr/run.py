"""One run with its log, its page and an exit code: ``python -m plr.run [dbt arguments]``.

Runs dbt (`build` where nothing is asked), prints one page on what came of it, writes the page to
``run_report.txt`` and one line of JSON to ``runs.jsonl``, both beside the warehouse.
``python -m plr.run report`` prints the page of the last run again, whoever ran it.

Exit codes, for whoever schedules it:

0   all well; a whole build was published
1   a test, a gate or a model failed: a person must look; readers keep the last publication
2   the call or the project is wrong: dbt could not begin
75  try again later: the warehouse was in use, the disk or the memory was full, inputs changed
    while they were read, or the run was killed; readers keep the last publication
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from plr import input_files
from plr.publish import Store, place, record_of, why_not_whole
from plr.publish.__main__ import restatement_line
from plr.publish.writing import Record
from plr.summary import layer_times, timing_lines

AGAIN = 75
PUBLICATION = "model.plr.publication"
FAILED = ("fail", "error", "runtime error")
SHOWN = 12
"""Lines of a list on the page; the log has all."""

FRESH = "run `dbt build` (not retry) once the exports are complete"
# What the words of an error mean, and what to do; the first that fits.
PASSING = (
    (("another process has been publishing", "open for writing in another"),
     "another process is publishing, or holds the published file open for writing",
     "let it end or close the file there, then `dbt retry`"),
    (("could not set lock", "conflicting lock"), "the warehouse is in use by another process",
     "wait until it ends (the message names its PID), then run the same again"),
    (("inputs changed while",), "inputs changed while they were read", FRESH),
    (("no space left", "file too large", "disk full", "max_temp_directory_size"),
     "the disk is full",
     "free space beside the warehouse and in PLR_TEMP, or lower PLR_PUBLICATIONS_KEPT; then"
     " `dbt build`"),
    (("out of memory", "outofmemory", "could not allocate", "memoryerror"),
     "the memory limit was reached",
     "raise PLR_MEMORY_LIMIT or let PLR_TEMP lie on a larger disk; then `dbt retry`"),
    (("not `dbt retry`",), "a run that left no record came between",
     "run `dbt build` (not retry)"),
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """How a run ended, what that means and what to do; ``code`` is the exit code."""

    code: int
    what: str
    todo: str = ""


@dataclass
class Run:
    """What is known of one run; times in seconds."""

    command: str
    invocation_id: str
    started_at: str
    seconds: float
    outcome: Outcome
    statuses: dict[str, int] = field(default_factory=dict)
    slowest: list[tuple[str, float]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    warned: list[tuple[str, str]] = field(default_factory=list)
    late: list[tuple[str, str]] = field(default_factory=list)
    quarantined: list[tuple[str, str, int]] = field(default_factory=list)
    publication: int | None = None
    is_published: bool = False
    restated: int = 0


def outcome(
    code: int,
    words: str,
    failed: Sequence[tuple[str, str]],
    tests: int,
    changed: Sequence[str] = (),
) -> Outcome:
    """Return how a run ended.

    ``code`` is dbt's own (negative where a signal ended it), ``words`` all that it said, ``failed``
    the nodes that failed with their messages, ``tests`` how many of them are tests that failed,
    ``changed`` which inputs are not what they were when the build began.
    """
    if code == 0:
        return Outcome(0, "all well")
    if changed:  # a test that fails on a mixture says nothing of the data
        return Outcome(AGAIN, f"inputs changed while they were read ({changed[0]})", FRESH)
    if code < 0 or code in (130, 137, 143):
        return Outcome(AGAIN, "the run was killed", "run `dbt build` again; nothing else is needed")
    found = [passing(message) for _, message in failed] or [passing(words)]
    if not tests and all(found):
        return next(one for one in found if one)
    if code == 2 and not failed:
        last = [line for line in words.splitlines() if line.strip()][-1:]
        return Outcome(2, "dbt could not begin", " ".join(last) or "see the log of dbt")
    return Outcome(
        1,
        f"{len(failed)} failed ({tests} of them tests)",
        "see the first failure below; when its cause is gone, `dbt retry` (or `dbt build`)",
    )


def passing(words: str) -> Outcome | None:
    """Return what a message means where trying again later can help, None otherwise."""
    low = words.lower()
    for signs, what, todo in PASSING:
        if any(sign in low for sign in signs):
            return Outcome(AGAIN, what, todo)
    return None


def read(target: Path, code: int | None, words: str, warehouse: Path) -> Run | None:
    """Return what dbt's record in a target folder and the warehouse say of the last run.

    ``code`` is dbt's exit code, None where it is not known (then the record tells).
    """
    path = target / "run_results.json"
    if not path.exists():
        return None
    record = json.loads(path.read_text(encoding="utf-8"))
    results = record["results"]
    bad = [result for result in results if result["status"] in FAILED]
    failed = [(_name(result), _message(result)) for result in bad]
    # A test that failed judged the data; one in error could not be run, as a model.
    tests = sum(result["status"] == "fail" for result in bad)
    if code is None:
        code = 1 if bad else 0
    slow = sorted(results, key=lambda result: -float(result["execution_time"]))[:5]
    done = Run(
        command=str(record["args"].get("invocation_command", "dbt")),
        invocation_id=record["metadata"]["invocation_id"],
        started_at=str(record["metadata"].get("invocation_started_at", "")),
        seconds=float(record["elapsed_time"]),
        outcome=outcome(code, words, failed, tests, _changed(warehouse) if bad else ()),
        statuses=dict(sorted(Counter(result["status"] for result in results).items())),
        slowest=[(_name(result), round(float(result["execution_time"]), 2)) for result in slow],
        failed=failed,
        warned=[(_name(r), _message(r)) for r in results if r["status"] == "warn"],
    )
    done.is_published = not why_not_whole(record["args"]) and any(
        result["unique_id"] == PUBLICATION and result["status"] == "success" for result in results
    )
    _inputs(done, warehouse)
    return done


def _changed(warehouse: Path) -> list[str]:
    """Return which inputs are not what they were when the warehouse's build began."""
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            begun_with = connection.execute(
                "select place, name, size, modified from staging.input_files where name is not null"
            ).fetchall()
    except duckdb.Error:
        return []
    files = [input_files.InputFile(*row) for row in begun_with]
    return input_files.changes(files, input_files.standing()) if files else []


def _name(result: Mapping[str, Any]) -> str:
    return ".".join(str(result["unique_id"]).split(".")[2:3])


def _message(result: Mapping[str, Any]) -> str:
    return " ".join(str(result.get("message") or result["status"]).split())


def _inputs(run: Run, warehouse: Path) -> None:
    """Add what was late and what was quarantined, where the warehouse can be read."""
    if not warehouse.exists():
        return
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            run.late = connection.execute(
                "select input_table, example from marts.rpt_input_quality"
                " where expectation = 'table_is_fresh' and not is_success order by 1"
            ).fetchall()
            run.quarantined = connection.execute(
                "select input_table, reason, quarantined_rows from marts.rpt_quarantine"
                " order by quarantined_rows desc, 1, 2"
            ).fetchall()
    except duckdb.Error:
        return  # in use, or not built far enough: the page says what it can


def page(run: Run, record: Record, target: Path) -> list[str]:
    """Return the page: what came of it, what ran, what was late, quarantined and changed."""
    lines = [
        f"{run.command or 'dbt'}",
        f"begun {run.started_at}, {run.seconds:.0f} s: {run.outcome.what} (exit code"
        f" {run.outcome.code})",
    ]
    lines += [f"To do: {run.outcome.todo}"] if run.outcome.todo else []
    lines += ["", "Failed", *_listed(f"{name}: {words}"[:400] for name, words in run.failed)]
    lines += ["", "Warned", *_listed(f"{name}: {words}"[:200] for name, words in run.warned)]
    lines += ["", "What ran: " + ", ".join(f"{n} {s}" for s, n in run.statuses.items())]
    lines += _timing(target, run)
    lines += [f"  slowest: {', '.join(f'{name} {s:.1f} s' for name, s in run.slowest)}"]
    lines += ["", "Late", *_listed(f"{table}: {lag}" for table, lag in run.late)]
    total = sum(rows for _, _, rows in run.quarantined)
    lines += ["", f"In quarantine: {total:,} rows"]
    lines += _listed(f"{table}: {rows:,} {reason}" for table, reason, rows in run.quarantined)
    return [*lines, "", *_published(run, record)]


def _timing(target: Path, run: Run) -> list[str]:
    try:
        results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))
        manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
        return timing_lines(layer_times(results, manifest), run.seconds)
    except (OSError, ValueError, KeyError):
        return []


def _listed(lines: Iterable[str]) -> list[str]:
    several = list(lines)
    more = [f"  and {len(several) - SHOWN} more"] if len(several) > SHOWN else []
    return [f"  {line}" for line in several[:SHOWN]] + more or ["  nothing"]


def _published(run: Run, record: Record) -> Iterator[str]:
    """Say what readers have, and what changed against the publication before it."""
    if record.last is None:
        yield "Publication: none yet"
        return
    last = record.last
    is_new = run.is_published and last.published_at >= _utc(run.started_at)
    done = "" if is_new else "; this run published nothing"
    if run.is_published and not is_new:
        done = "; this run made the same again"
    yield (
        f"Publication {last.number} ({last.action} {last.published_at:%Y-%m-%d %H:%M} UTC, as of"
        f" {last.tables[0].as_of_on}){done}"
    )
    if len(record.events) < 2 or not is_new:
        return
    before = {table.table_name: table for table in record.events[-2].tables}
    changed = [
        f"{table.table_name}: {table.row_count - old.row_count:+,} rows"
        for table in last.tables
        if (old := before.get(table.table_name)) and old.content_hash != table.content_hash
    ]
    yield f"Changed since publication {record.events[-2].number}: {len(changed)} tables"
    yield from _listed(changed)
    rows = [row for row in record.restatements if row.number == last.number]
    unexplained = sum(not row.is_explained for row in rows)
    yield f"Closed figures restated: {len(rows)}, {unexplained} of them unexplained"
    yield from _listed(restatement_line(row) for row in sorted(rows, key=lambda r: r.is_explained))


def _utc(stated: str) -> datetime:
    """Return a time of dbt's record without its zone; the beginning of time where it has none."""
    try:
        return datetime.fromisoformat(stated.replace("Z", "+00:00")).replace(tzinfo=None)
    except ValueError:
        return datetime.min


def published(warehouse: Path) -> Record:
    """Return what the publication of a warehouse says of itself."""
    store = Store(place(str(warehouse), os.environ.get("PLR_PUBLICATION")))
    with duckdb.connect() as connection:
        return record_of(store, connection)


def write(run: Run, lines: Sequence[str], warehouse: Path) -> None:
    """Append the run to the log and replace the page; a full disk only costs the log."""
    entry = {**vars(run), "outcome": vars(run.outcome)}
    try:
        with (warehouse.parent / "runs.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(entry, default=str) + "\n")
        (warehouse.parent / "run_report.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        _say(f"the log of the run could not be written: {error}")


def dbt(arguments: Sequence[str]) -> tuple[int, str]:
    """Run dbt, show what it says as it says it, and return its exit code and words."""
    command = [str(Path(sys.executable).with_name("dbt")), *arguments]
    said: list[str] = []
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line)
        _say(line, end="")
    return process.wait(), "".join(said[-400:])


def _is_part(target: Path) -> bool:
    """Whether the run on record was of a part of the graph, or no build."""
    try:
        record = json.loads((target / "run_results.json").read_text(encoding="utf-8"))
        return bool(why_not_whole(record["args"]))
    except (OSError, ValueError, KeyError):
        return False


def _say(text: str, end: str = "\n") -> None:
    """Print, and go on where what is printed goes to a disk that is full."""
    try:
        print(text, end=end, flush=True)
    except OSError:
        pass


def _invocation(target: Path) -> str:
    try:
        record = json.loads((target / "run_results.json").read_text(encoding="utf-8"))
        return str(record["metadata"]["invocation_id"])
    except (OSError, ValueError, KeyError):
        return ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run dbt and report; return the exit code."""
    asked = list(sys.argv[1:] if arguments is None else arguments)
    if asked[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return 0
    warehouse = Path(os.environ.get("PLR_WAREHOUSE", "build/plr.duckdb"))
    target = Path(os.environ.get("DBT_TARGET_PATH", "target"))
    if "--target-path" in asked[:-1]:
        target = Path(asked[asked.index("--target-path") + 1])
    if asked[:1] == ["report"]:
        run = read(target, None, "", warehouse)
        if run is None:
            print(f"no run is on record in {target}: `python -m plr.run` makes one")
            return 1
    else:
        known, begun, clock = _invocation(target), datetime.now(UTC), time.monotonic()
        code, words = dbt(asked or ["build"])
        seconds = time.monotonic() - clock
        run = read(target, code, words, warehouse) if _invocation(target) != known else None
        if run is None:  # it ended before dbt wrote a record
            command = " ".join(["dbt", *(asked or ["build"])])
            ended = outcome(code, words, [], 0)
            run = Run(command, "", begun.isoformat(), seconds, ended)
        run.seconds = seconds
        if asked[:1] == ["retry"] and code == 0 and not run.is_published and not _is_part(target):
            run.outcome = Outcome(
                AGAIN,
                "nothing was left to retry, and nothing was published (a run that was killed, or"
                " met a full disk, leaves no record)",
                "run `dbt build`",
            )
    record = published(warehouse)
    run.publication = record.last.number if record.last else None
    if record.last and run.is_published:
        run.restated = sum(row.number == record.last.number for row in record.restatements)
    lines = page(run, record, target if run.invocation_id else Path(os.devnull))
    _say("\n".join(["", *lines]))
    if asked[:1] != ["report"]:
        write(run, lines, warehouse)
    return run.outcome.code


if __name__ == "__main__":
    sys.exit(main())
