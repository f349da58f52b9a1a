"""Mutants: the list is sound, and one of them, another every day, is killed by its test.

PLR_MUTANTS says how many a day; `make mutants` runs all.
"""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import Built

from plr.mutants import catalogue, runner

SAMPLE = int(os.environ.get("PLR_MUTANTS", "1"))
MUTANTS = catalogue.load()


def test_there_are_enough_of_every_kind() -> None:
    """At least 25, over all parts of the project."""
    assert len(MUTANTS) >= 25
    areas = {mutant.area for mutant in MUTANTS}
    assert {"staging", "as_of", "identity", "ledger", "privacy", "growth", "scores"} <= areas


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_every_change_can_be_made(mutant: catalogue.Mutant) -> None:
    """The text to change stands in its file exactly once, and the change is in one line."""
    before = (runner.ROOT / mutant.file).read_text(encoding="utf-8").splitlines()
    after = catalogue.changed(mutant, runner.ROOT).splitlines()
    assert len(before) == len(after)
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_a_change_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    """Text that is absent, or there twice, is no mutant."""
    (tmp_path / "model.sql").write_text("a = b and a = b", encoding="utf-8")
    for find in ("c = d", "a = b"):
        mutant = catalogue.Mutant("m", "area", "model.sql", find, "x", "unit:test")
        with pytest.raises(catalogue.NotApplicable):
            catalogue.changed(mutant, tmp_path)


def test_every_mutant_has_its_turn() -> None:
    """Samples of consecutive days cover the list."""
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(len(MUTANTS) // SAMPLE + 1)]
    seen = {mutant.name for day in days for mutant in catalogue.sample(MUTANTS, SAMPLE, day)}
    assert seen == {mutant.name for mutant in MUTANTS}


def test_todays_mutants_are_killed(demo_warehouse: Built, tmp_path: Path) -> None:
    """Each of today's mutants fails the test named for it."""
    chosen = catalogue.sample(MUTANTS, SAMPLE, date.today())
    verdicts = runner.run(chosen, tmp_path, warehouse=demo_warehouse.warehouse)
    alive = [runner.line(v) + "\n" + v.log[-2000:] for v in verdicts if v.outcome != runner.KILLED]
    assert not alive, "\n".join(alive)
