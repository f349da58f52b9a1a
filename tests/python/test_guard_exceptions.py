"""A table of mostly unusable rows passes where config.exceptions says why."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import guards_kit as kit
import pytest

from plr.guards import run

STATED = {"rule": "rows_are_usable", "key": "tickets", "reason": "no day", "valid_until": None}


@pytest.mark.parametrize(
    ("changes", "is_excepted"),
    [
        ({}, True),
        ({"valid_until": kit.AS_OF}, True),
        ({"valid_until": kit.AS_OF - dt.timedelta(days=1)}, False),
        ({"key": "surveys"}, False),
        ({"rule": "key_is_unique"}, False),
    ],
    ids=["for_good", "last_day", "over", "another_table", "another_rule"],
)
def test_an_exception_is_of_one_rule_one_table_and_its_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], is_excepted: bool
) -> None:
    """Nothing is excepted after its last day, nor elsewhere."""
    monkeypatch.setenv("PLR_INPUTS", str(kit.write(tmp_path, {"exceptions": [STATED | changes]})))
    with duckdb.connect() as session:
        arrivals = run.Arrivals(session, kit.TABLES)
        excepted = arrivals.excepted("rows_are_usable", kit.AS_OF)
    assert ("tickets" in excepted) == is_excepted


@pytest.mark.parametrize(("exceptions", "severity"), [([], "critical"), ([STATED], "warning")])
def test_an_exception_lets_the_rest_of_a_table_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exceptions: kit.Rows, severity: str
) -> None:
    """A tenth of the tickets has no day: counted either way, and the message says what to do."""
    rows = kit.clean() | {"exceptions": exceptions}
    for row in rows["tickets"][:4]:
        row["opened_at"] = None
    monkeypatch.setenv("PLR_INPUTS", str(kit.write(tmp_path, rows)))
    with duckdb.connect() as session:
        findings = run.guard(session, "success", kit.AS_OF)
    (found,) = [
        f for f in findings if (f.input_table, f.expectation) == ("tickets", STATED["rule"])
    ]
    assert (found.severity, found.is_success, found.unexpected_count) == (severity, False, 4)
    asked = "config.exceptions (rule rows_are_usable, key tickets)" in (found.message or "")
    assert asked == (severity == "critical")
