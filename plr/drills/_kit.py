"""What drills share: a small company built once, a publisher, readers, and a table of outcomes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from plr.demo import Scale, write
from plr.publish import Store, writing
from plr.publish.fingerprints import code

ROOT = Path(__file__).resolve().parents[2]
COMPANY = Scale(accounts=50, workspaces=120, months=18, events_per_day=20, seed=4)


@dataclass(frozen=True)
class Place:
    """A folder with its own inputs, warehouse, record of dbt and publication."""

    folder: Path

    @property
    def warehouse(self) -> Path:
        """The DuckDB file that builds write."""
        return self.folder / "plr.duckdb"

    @property
    def target(self) -> Path:
        """dbt's record."""
        return self.folder / "target"

    @property
    def words(self) -> Path:
        """What the last process said: beside the folder, which may be on a full disk."""
        return self.folder.with_name(f"{self.folder.name}_said.txt")

    @property
    def published(self) -> Path:
        """The file that readers open."""
        return self.folder / "publication" / "plr.duckdb"

    def environment(self, **more: str) -> dict[str, str]:
        """Return the environment of a build here."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PLR_", "DBT_"))}
        own = {
            "PLR_INPUTS": str(self.folder / "inputs"),
            "PLR_WAREHOUSE": str(self.warehouse),
            "PLR_TEMP": str(self.folder / "tmp"),
            "PLR_SALT": "simulated people have no addresses",
            "DBT_TARGET_PATH": str(self.target),
            "DBT_LOG_PATH": str(self.folder / "logs"),
            "DO_NOT_TRACK": "1",
        }
        return kept | own | more

    def start(self, *command: str, **more: str) -> subprocess.Popen[str]:
        """Start ``python -m`` of a module in a process group of its own; its words go to a file."""
        with self.words.open("w", encoding="utf-8") as words:
            return subprocess.Popen(
                [sys.executable, "-m", *command], cwd=ROOT, env=self.environment(**more),
                stdout=words, stderr=subprocess.STDOUT, text=True, start_new_session=True,
            )  # fmt: skip

    def run(self, *command: str, **more: str) -> tuple[int, str]:
        """Run the same to its end; return exit code and words."""
        code = self.start(*command, **more).wait()
        return code, self.said()

    def said(self) -> str:
        """Return what the last process said."""
        return self.words.read_text(encoding="utf-8", errors="replace")


def kill(process: subprocess.Popen[str]) -> None:
    """End a process and its children as `kill -9` does."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def base(folder: Path) -> Place:
    """Return the small company, built by this code and published; built where it is not yet.

    It is built where drills work, so that dbt finds the project as it parsed it, and put aside.
    Raises RuntimeError where its build fails.
    """
    place = Place(folder.resolve() / "work")
    with duckdb.connect() as connection:
        now = code(ROOT, connection)
    mark = stash(place) / "built_by"
    if mark.exists() and mark.read_text(encoding="utf-8") == now:
        return place
    for old in (place.folder, stash(place)):
        shutil.rmtree(old, ignore_errors=True)
    place.folder.mkdir(parents=True)
    write(place.folder / "inputs", place.folder / "truth", COMPANY)
    ended, words = place.run("plr.run")
    if ended != 0:
        raise RuntimeError(f"the small company could not be built:\n{words[-4000:]}")
    shutil.copytree(place.folder, stash(place), symlinks=True)
    mark.write_text(now, encoding="utf-8")
    return place


def stash(place: Place) -> Path:
    """Return the folder in which the unspoilt company stands aside."""
    return place.folder.with_name("base")


def fresh(place: Place) -> Place:
    """Put the unspoilt company back where drills work."""
    shutil.rmtree(place.folder, ignore_errors=True)
    shutil.copytree(stash(place), place.folder, symlinks=True)
    return place


def faults(published: Path, is_thorough: bool = True) -> list[str]:
    """Return what is wrong with what readers get: a table missing, cut, or of another publication.

    Everything is read through one connection, as a reader does. ``is_thorough`` reads every value,
    and the Parquet files too; else rows are counted.
    """
    try:
        with duckdb.connect(str(published), read_only=True) as connection:
            stated = connection.execute(
                "select table_name, row_count, content_hash from marts.publication"
            ).fetchall()
            wrong = [] if stated else ["no table is stated"]
            for name, rows, content in stated:
                if is_thorough:
                    found = writing.fingerprint(connection, f"marts.{name}")
                else:
                    ((count,),) = connection.execute(
                        f"select count(*) from marts.{name}"
                    ).fetchall()
                    found = (count, content)
                if found != (rows, content):
                    wrong.append(f"{name}: {found[0]} rows of {rows}, or others")
            return wrong
    except duckdb.Error as error:
        return [str(error).splitlines()[0]]


def number(place: Place) -> int:
    """Return the publication that readers have; 0 without one."""
    return Store(place.published).current() or 0


def start_reader(place: Place) -> subprocess.Popen[str]:
    """Start a process that reads the publication again and again; see ``plr.drills._reader``."""
    return subprocess.Popen(
        [sys.executable, "-m", "plr.drills._reader", str(place.published)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def stop_reader(reader: subprocess.Popen[str]) -> tuple[int, list[int], list[str]]:
    """End a reader; return how often it read, which publications it met, and what was wrong."""
    out, _ = reader.communicate("\n")
    found = json.loads(out)
    return found["reads"], found["numbers"], found["wrong"]


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return rows as a table of text."""
    cells = [list(heads), *[[str(cell) for cell in row] for row in rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(heads))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
             for row in cells]  # fmt: skip
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def daily_seed() -> int:
    """Return a seed that is another every day."""
    return datetime.now(UTC).date().toordinal()
