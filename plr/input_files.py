"""Which input files stood there when a build began, and whether they still do at its end.

A build reads its inputs more than once, over minutes. Where a file grows, is replaced or vanishes
meanwhile, marts come of two states of the inputs; such a build must not reach readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from plr import inputs
from plr.contract import load

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class InputFile:
    """One file of a table of the contract; ``modified`` in nanoseconds, as the system tells it."""

    place: str
    name: str
    size: int
    modified: int


def standing() -> list[InputFile]:
    """Return the input files that are there now, in order; none where inputs are a schema."""
    place = inputs.location()
    root = Path(place)
    if place.startswith("schema:") or not root.is_dir():
        return []
    found = []
    for table in load(ROOT):
        paths = [root / f"{table}.{ending}" for ending in ("parquet", "csv")]
        if (root / table).is_dir():
            paths += [p for p in (root / table).rglob("*") if p.suffix in (".parquet", ".csv")]
        for path in paths:
            try:
                state = path.stat()
            except FileNotFoundError:
                continue
            name = path.relative_to(root).as_posix()
            found.append(InputFile(place, name, state.st_size, state.st_mtime_ns))
    return sorted(found, key=lambda file: file.name)


def changes(before: Iterable[InputFile], now: Iterable[InputFile]) -> list[str]:
    """Return in words what is not as it was: files that came, went or changed; [] where all is."""
    old = {file.name: file for file in before}
    new = {file.name: file for file in now}
    said = []
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            said.append(f"{name} vanished")
        elif name not in old:
            said.append(f"{name} came")
        elif old[name].place != new[name].place:
            said.append(f"{name} is read from {new[name].place}, not from {old[name].place}")
        elif (old[name].size, old[name].modified) != (new[name].size, new[name].modified):
            said.append(f"{name} changed ({old[name].size:,} bytes, now {new[name].size:,})")
    return said


def why_mixed(changed: Sequence[str]) -> str:
    """Return why a build may not publish, '' where no input file changed while it ran."""
    if not changed:
        return ""
    several = ", ".join(changed[:5]) + (" and others" if len(changed) > 5 else "")
    return (
        f"inputs changed while the build ran: {several}. What was built is part old and part new;"
        " nothing was published, readers keep what they had. Run `dbt build` (not `dbt retry`) once"
        " the exports are complete"
    )
