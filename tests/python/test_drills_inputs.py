"""The input-fault drill: its catalogue meets the whole contract, and five faults are tried here.

The five rotate with the commit, so that many of them are tried over the weeks; the seed is printed.
The drill works in a folder whose name holds a quotation mark and Jinja, with such file names.
"""

from __future__ import annotations

import subprocess
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random

import guards_kit as kit
import pytest
from conftest import ROOT

from plr.drills import _catalogue as faults
from plr.drills import inputs
from plr.drills._catalogue import Expected
from plr.guards import run


def test_every_kind_meets_the_contract() -> None:
    """Each kind of fault has a place, and the kinds together meet every table and domain."""
    met = {kind.name: kind.meets(kit.TABLES) for kind in faults.KINDS}
    assert all(met.values())
    known = {
        t.name: {*t.column_names, *(r.reason for r in t.impossible)} for t in kit.TABLES.values()
    }
    pairs = {pair for kind, found in met.items() if "odd" not in kind for pair in found}
    assert {table for table, _ in pairs} == set(kit.TABLES)
    assert len({(kind, *pair) for kind, found in met.items() for pair in found}) > 3000
    assert not [p for p in pairs if p[1] and p[0] != "parameters" and p[0] != "policy_switches"
                and p[1] not in known[p[0]]]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "reason"),
    [(t.name, r.reason) for t in kit.TABLES.values() if faults.is_facts(t) for r in t.impossible],
)
def test_every_impossible_rule_has_a_fault(table: str, reason: str) -> None:
    """A rule without a fault that breaks it would never be tried."""
    rows = kit.clean(4)[table][:2]
    making = faults.RowMaking(
        kit.TABLES[table], reason, [dict(r) for r in rows], rows, kit.AS_OF, Random(1)
    )
    assert faults.impossible(making).reason == reason
    assert making.rows != rows


FOUND = run.Finding("tickets", "key_is_unique", "warning", False, 4, 10, "x", "success.tickets: 4")


def fault(expected: Expected) -> inputs.Fault:
    """Return a fault of tickets that expects something."""
    return inputs.Fault(1, "any", "tickets", "", expected)


def test_a_fault_counts_only_by_its_own_name_count_and_words() -> None:
    """Another finding is misnamed, none is silent, another count or message is no outcome."""
    before: inputs.Findings = {}
    after = {("tickets", "key_is_unique"): FOUND}
    own = Expected(faults.QUARANTINE, "key_is_unique", "duplicate", 4, ("tickets",))
    assert inputs.judge(fault(own), before, after).against == []
    other = inputs.judge(fault(Expected(faults.WARNING, "rows_are_clean")), before, after)
    assert other.against and not other.is_silent
    silent = inputs.judge(fault(own), before, {})
    assert silent.against and silent.is_silent
    assert inputs.judge(
        fault(Expected(faults.WARNING, "key_is_unique", count=3)), {}, after
    ).against
    told = Expected(faults.WARNING, "key_is_unique", says=("surveys",))
    assert inputs.judge(fault(told), before, after).against
    stops = Expected(faults.ERROR, "key_is_unique")
    assert inputs.judge(fault(stops), before, after).against == [
        "key_is_unique does not stop the domain"
    ]


def test_dates_take_the_type_of_their_column() -> None:
    """A day becomes a time where the column holds times."""
    column = kit.TABLES["tickets"].column("opened_at")
    assert faults.as_of_type(column, date(2025, 1, 2)) == datetime(2025, 1, 2, 12)
    assert Decimal(-7) < 0


def seed_of_the_commit() -> int:
    """Return a number that changes with every commit; the day where there is no history."""
    done = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    text = done.stdout.strip()
    return int(text[:8], 16) if text else date.today().toordinal()


def test_five_faults_end_in_their_own_outcomes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """None is silent and none changes what it does not touch."""
    place = tmp_path / "it's {{ 1 % 0 }}"
    place.mkdir()
    seed = seed_of_the_commit()
    missed = inputs.drill(place, seed, 5, is_built=False)
    told = capsys.readouterr().out
    with capsys.disabled():
        print(f"\nfaults of seed {seed}: {told.splitlines()[-1]}")
    assert missed == 0, f"python -m plr.drills inputs --seed {seed} --count 5\n{told}"
