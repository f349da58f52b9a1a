"""What else goes wrong while a warehouse is in service, each done on purpose on a small company.

``python -m plr.drills service [case ...] [--place FOLDER]``; without a case, all of them:

publication_disk_full  the disk fills while a publication is written (a small file system where
                       one may be mounted, else a limit on the size of files)
build_disk_full        the disk fills while a build runs; it grows; `dbt retry`
memory                 the memory limit is reached; it is raised; `dbt retry`
two_builds             a second build begins while one runs
two_publications       two publications to one place at once
long_reader            a reader holds a publication while all that were kept are replaced
clock                  the clock jumps back 25 years and forth 73
input_changes          a file is replaced by a longer one while a build reads; `dbt build` again
input_half_written     a file is cut off in the middle when a build begins; it is completed
input_vanishes         a file is taken away while a build runs; it comes back
killed_then_retry      a build is killed, and somebody types `dbt retry`

Each row says what the run that met the fault ended with (exit codes of ``plr.run``), what readers
had after it, what the run said, and what the next run made of it.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from plr.drills import _kit
from plr.publish import Store, publish
from plr.publish.__main__ import history_lines
from plr.run import AGAIN


@dataclass(frozen=True)
class Result:
    """What came of one case; ``held`` says whether it is what was promised."""

    held: bool
    ended: str
    said: str
    next_run: str


def _todo(words: str) -> str:
    """Return what the page of a run says happened, and what to do."""
    lines = [line for line in words.splitlines() if "(exit code" in line or "To do:" in line]
    happened = lines[0].split(" s: ")[-1] if lines else words.strip().splitlines()[-1]
    return f"{happened}; {lines[1].removeprefix('To do: ')}" if len(lines) > 1 else happened


def _whole(place: _kit.Place, number: int) -> bool:
    """Whether readers have that publication, whole."""
    return _kit.number(place) == number and not _kit.faults(place.published)


def _ended(place: _kit.Place, code: int, before: int) -> str:
    had = "whole" if not _kit.faults(place.published) else "BROKEN"
    return f"exit {code}, readers had {_kit.number(place)} (before {before}), {had}"


def _publisher(place: _kit.Place, change: int) -> tuple[str, ...]:
    return ("plr.drills._publisher", str(place.warehouse), str(place.published), str(change))


@contextmanager
def _small_disk(folder: Path, spare: float) -> Iterator[Callable[[int], None] | None]:
    """Put a folder's contents on a file system of its own; yields what makes it larger, or None.

    ``spare`` is the room beside what is there already, in megabytes.
    """
    kilobytes = int((_size(folder) + spare) * 1000)
    aside = folder.with_name(folder.name + "_aside")
    folder.rename(aside)
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)],
        capture_output=True, check=False,
    ).returncode == 0  # fmt: skip
    shutil.copytree(aside, folder, symlinks=True, dirs_exist_ok=True)

    def grow(size: int) -> None:
        command = ["mount", "-o", f"remount,size={size}m", str(folder)]
        subprocess.run(command, check=True, capture_output=True)

    try:
        yield grow if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)
        shutil.rmtree(folder, ignore_errors=True)
        aside.rename(folder)


def _size(folder: Path) -> float:
    return sum(p.lstat().st_size for p in folder.rglob("*") if not p.is_symlink()) / 1e6


def publication_disk_full(place: _kit.Place) -> Result:
    """Write a publication where there is no room for it."""
    before = _kit.number(place)
    folder = place.published.parent
    spare = _size(Store(place.published).folder_of(before)) / 2
    with _small_disk(folder, spare) as grow:
        if grow:
            code, words = place.run(*_publisher(place, 1))
        else:  # no right to mount: the same error comes of a limit on files
            limited = (
                "import resource, runpy, signal, sys;"
                "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
                "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000,) * 2);"
                "sys.argv = sys.argv[1:]; runpy.run_module(sys.argv[0], run_name='__main__')"
            )
            done = subprocess.run(
                [sys.executable, "-c", limited, *_publisher(place, 1)],
                cwd=_kit.ROOT, env=place.environment(), capture_output=True, text=True, check=False,
            )  # fmt: skip
            code, words = done.returncode, done.stdout
        ended = _ended(place, code, before)
        held = code == 1 and _whole(place, before) and "Free space" in words
        left = list(folder.rglob(".making"))
        if grow:
            grow(200)
        again, _ = place.run(*_publisher(place, 1))
        healed = again == 0 and _whole(place, before + 1) and not left
    said = (words.strip().splitlines() or [""])[-1]
    return Result(held and healed, ended, said, f"exit {again}, readers had the new one")


def build_disk_full(place: _kit.Place) -> Result:
    """Build where the warehouse has no room to grow."""
    before = _kit.number(place)
    _touch_parameter(place)
    with _small_disk(place.folder, 6) as grow:
        if grow is None:
            return Result(True, "not done: no right to mount a small file system", "", "")
        code, words = place.run("plr.run")
        ended = _ended(place, code, before)
        held = code == AGAIN and _whole(place, before)
        grow(2000)
        again, last = place.run("plr.run", "retry")
        if again:
            again, last = place.run("plr.run")
        healed = again == 0 and _whole(place, before + 1)
    return Result(held and healed, ended, _todo(words), f"exit {again}: {_todo(last)}")


def memory(place: _kit.Place) -> Result:
    """Build with too little memory, and nowhere to spill."""
    before = _kit.number(place)
    _touch_parameter(place)
    code, words = place.run("plr.run", PLR_MEMORY_LIMIT="20MB", PLR_TEMP="")
    ended = _ended(place, code, before)
    held = code == AGAIN and _whole(place, before)
    again, last = place.run("plr.run", "retry")
    healed = again == 0 and _whole(place, before + 1)
    return Result(held and healed, ended, _todo(words), f"exit {again}: {_todo(last)}")


def two_builds(place: _kit.Place) -> Result:
    """Begin a build while another runs on the same warehouse."""
    before = _kit.number(place)
    _touch_parameter(place)
    other_target = place.folder / "target_2"
    shutil.copytree(place.target, other_target)  # so that it need not parse while the first ends
    first = place.start("plr.run")
    _wait_for(place, "START")
    other = subprocess.run(
        [sys.executable, "-m", "plr.run", "build", "--target-path", str(other_target)],
        cwd=_kit.ROOT, env=place.environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    code = first.wait()
    # On a slow machine the first is over before the second has parsed, which then builds the same.
    held = other.returncode in (0, AGAIN) and code == 0 and _whole(place, before + 1)
    said = _todo(other.stdout)
    return Result(held, f"second: exit {other.returncode}", said, f"first: exit {code}, published")


def two_publications(place: _kit.Place) -> Result:
    """Publish twice at once to one place."""
    before = _kit.number(place)
    both = [place.start(*_publisher(place, change)) for change in (1, 2)]
    codes = [process.wait() for process in both]
    held = codes == [0, 0] and _whole(place, before + 2)
    return Result(held, f"exits {codes}", "one waited for the other", f"{before} to {before + 2}")


def long_reader(place: _kit.Place) -> Result:
    """Hold a publication open while as many new ones are made as are kept."""
    before = _kit.number(place)
    with duckdb.connect(str(place.published), read_only=True) as reader:
        code = 0
        for change in (1, 2, 3):
            ended, _ = place.run(*_publisher(place, change), PLR_PUBLICATIONS_KEPT="2")
            code = code or ended
        stated = reader.execute(
            "select table_name, row_count, content_hash from marts.publication"
        ).fetchall()
        from plr.publish import writing

        wrong = [
            name
            for name, rows, content in stated
            if writing.fingerprint(reader, f"marts.{name}") != (rows, content)
        ]
    gone = before not in Store(place.published).numbers()
    held = code == 0 and not wrong and gone and _whole(place, before + 3)
    said = f"reader of {before} read {len(stated)} tables whole after its folder was removed"
    return Result(held, f"exits {code}", said, f"new readers had {_kit.number(place)}")


def clock(place: _kit.Place) -> Result:
    """Publish with a clock that jumps."""
    before = _kit.number(place)
    connection = duckdb.connect()
    connection.execute("create schema marts").fetchall()
    for turn, now in enumerate((datetime(2099, 1, 1), datetime(2001, 1, 1), None)):
        connection.execute(f"create or replace table marts.drill as from range({turn})").fetchall()
        publish(connection, ["drill"], place.published, date(2026, 6, 30), now=now)
    lines = list(history_lines(Store(place.published)))[-3:]
    held = _whole(place, before + 3) and "the clock had gone back" in lines[1]
    said = f"history is by number; marked: {sum('gone back' in line for line in lines)} of 3"
    return Result(held, "3 publications", said, f"readers had {_kit.number(place)}")


def input_changes(place: _kit.Place) -> Result:
    """Replace an input while a build reads."""
    before = _kit.number(place)
    process = place.start("plr.run")
    _wait_for(place, "model staging.stg_")
    _touch_parameter(place)
    code, words = process.wait(), place.said()
    ended = _ended(place, code, before)
    held = code == AGAIN and _whole(place, before)
    again, last = place.run("plr.run")
    healed = again == 0 and _whole(place, before + 1)
    return Result(held and healed, ended, _todo(words), f"exit {again}: {_todo(last)}")


def input_half_written(place: _kit.Place) -> Result:
    """Begin a build while an input file is still being written."""
    before = _kit.number(place)
    file = place.folder / "inputs" / "invoice_lines.parquet"
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    code, words = place.run("plr.run")
    ended = _ended(place, code, before)
    held = code == 1 and _whole(place, before) and "invoice_lines" in words
    file.write_bytes(whole)
    again, last = place.run("plr.run")
    healed = again == 0 and _whole(place, _kit.number(place))
    said = next((line for line in words.splitlines() if "invoice_lines" in line), "")
    return Result(held and healed, ended, said.strip()[:300], f"exit {again}: {_todo(last)}")


def input_vanishes(place: _kit.Place) -> Result:
    """Take an input away while a build runs."""
    before = _kit.number(place)
    file = place.folder / "inputs" / "tickets.parquet"
    process = place.start("plr.run")
    _wait_for(place, "model staging.stg_")
    file.rename(place.folder / "tickets.aside")
    code, words = process.wait(), place.said()
    ended = _ended(place, code, before)
    held = code != 0 and _whole(place, before)
    (place.folder / "tickets.aside").rename(file)
    again, last = place.run("plr.run")
    healed = again == 0 and _whole(place, _kit.number(place))
    return Result(held and healed, ended, _todo(words), f"exit {again}: {_todo(last)}")


def killed_then_retry(place: _kit.Place) -> Result:
    """Kill a build half-way, and then go on with `dbt retry`, which knows nothing of it."""
    before = _kit.number(place)
    (place.folder / "inputs" / "tickets.parquet").write_bytes(b"not a file of Parquet")
    failed, _ = place.run("plr.run")  # its record is what the retry goes on with
    shutil.copy(_kit.stash(place) / "inputs" / "tickets.parquet", place.folder / "inputs")
    _touch_parameter(place)
    process = place.start("plr.run")
    _wait_for(place, "model intermediate.int_")
    time.sleep(5)
    _kit.kill(process)
    code, words = place.run("plr.run", "retry")
    ended = f"{_ended(place, code, before)}; the failed run before: exit {failed}"
    held = code != 0 and _whole(place, before)
    again, last = place.run("plr.run")
    healed = again == 0 and _whole(place, before + 1)
    return Result(held and healed, ended, _todo(words), f"exit {again}: {_todo(last)}")


def _touch_parameter(place: _kit.Place) -> None:
    """Change an input of the company: one parameter, which moves some marts."""
    file = place.folder / "inputs" / "parameters.parquet"
    new = file.with_suffix(".new")
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (from '{file}' union all select 'cs_cogs_share', '0.4') to '{new}'"
            " (format parquet)"
        ).fetchall()
    new.replace(file)


def _wait_for(place: _kit.Place, word: str, seconds: float = 300) -> None:
    """Wait until the run in a place has said something."""
    until = time.monotonic() + seconds
    while word not in place.said() and time.monotonic() < until:
        time.sleep(0.2)


CASES: dict[str, Callable[[_kit.Place], Result]] = {
    case.__name__: case
    for case in (
        publication_disk_full, build_disk_full, memory, two_builds, two_publications, long_reader,
        clock, input_changes, input_half_written, input_vanishes, killed_then_retry,
    )
}  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Run the cases; return 0 where everything held."""
    parser = argparse.ArgumentParser(
        prog="python -m plr.drills service", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("cases", nargs="*", metavar="case")
    parser.add_argument("--place", type=Path, default=Path("build/drills"))
    asked = parser.parse_args(arguments)
    unknown = sorted(set(asked.cases) - set(CASES))
    if unknown:
        print(f"no such case: {', '.join(unknown)}; there are {', '.join(CASES)}")
        return 2
    built = _kit.base(asked.place)
    rows, held = [], True
    for name in asked.cases or CASES:
        begun = time.monotonic()
        place = _kit.fresh(built)
        result = CASES[name](place)
        held = held and result.held
        minutes = (time.monotonic() - begun) / 60
        rows.append((name, "held" if result.held else "DID NOT HOLD", f"{minutes:.1f}"))
        print(f"{name}: {rows[-1][1]}, {minutes:.1f} minutes\n  {result.ended}", flush=True)
        print(f"  said: {result.said}\n  next: {result.next_run}", flush=True)
    print(_kit.table(("case", "", "minutes"), rows))
    return 0 if held else 1
