"""The list of mutants: reading it, and putting one change into a copy of the project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

LIST = Path(__file__).with_name("mutants.yml")
KINDS = ("unit", "data", "pytest")


@dataclass(frozen=True)
class Mutant:
    """One change of one line, and the test that must notice it.

    killed_by: `unit:<dbt unit test>`, `data:<dbt data test>` or `pytest:<node id>`.
    rebuild: dbt models built anew before a data test; by default the changed one.
    is_generated: the change is in what writes the staging layer, which is then written anew.
    """

    name: str
    area: str
    file: str
    find: str
    replace: str
    killed_by: str
    rebuild: tuple[str, ...] = ()
    is_generated: bool = False

    @property
    def kind(self) -> str:
        """Which tool runs the killer: unit, data or pytest."""
        return self.killed_by.partition(":")[0]

    @property
    def killer(self) -> str:
        """The name of the test."""
        return self.killed_by.partition(":")[2]


class NotApplicable(Exception):
    """The change cannot be made: the text is not in the file exactly once."""


def load(path: Path = LIST) -> list[Mutant]:
    """Read the list. Raises ValueError where a name repeats or a field makes no sense."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["mutants"]
    mutants = [Mutant(**{**row, "rebuild": tuple(row.get("rebuild", ()))}) for row in rows]
    names = [mutant.name for mutant in mutants]
    repeated = sorted({name for name in names if names.count(name) > 1})
    wrong = [m.name for m in mutants if m.kind not in KINDS or not m.killer or m.find == m.replace]
    if repeated or wrong:
        raise ValueError(f"names that repeat: {repeated}; fields that make no sense: {wrong}")
    return mutants


def changed(mutant: Mutant, root: Path) -> str:
    """Return the text of the file with the change. Raises NotApplicable."""
    path = root / mutant.file
    if not path.exists():
        raise NotApplicable(f"{mutant.name}: there is no {mutant.file}")
    text = path.read_text(encoding="utf-8")
    if text.count(mutant.find) != 1:
        found = text.count(mutant.find)
        raise NotApplicable(f"{mutant.name}: {mutant.file} has {mutant.find!r} {found} times")
    return text.replace(mutant.find, mutant.replace)


def sample(mutants: Sequence[Mutant], count: int, day: date) -> list[Mutant]:
    """Take `count` mutants, others every day, so that all have their turn."""
    start = day.toordinal() * count % len(mutants)
    return [mutants[(start + n) % len(mutants)] for n in range(min(count, len(mutants)))]
