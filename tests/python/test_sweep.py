"""The sweep of what shapes the evidence: its plan, its values, and the inputs it lays out."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from plr import sweep

ROOT = Path(__file__).resolve().parents[2]


def rows(name: str) -> list[dict[str, str]]:
    """Read a seed."""
    with (ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_value_is_changed_within_its_range_and_whole_things_stay_whole() -> None:
    """A quarter of 90 days, of a share at its limit, and of one."""
    assert sweep.changed("90", "days", 1.25, "7", "365") == "113"
    assert sweep.changed("0.9", "share", 1.25, "0", "1") == "1"
    assert sweep.changed("0.8", "share", 0.75, "0", "1") == "0.6"
    assert sweep.changed("1", "count", 0.75, "1", "100") == "1"


def test_every_swept_parameter_is_a_number_with_a_range() -> None:
    """What is swept, in a build or by the command, can be raised and lowered."""
    known = {row["parameter"]: row for row in rows("parameters")}
    for row in rows("swept_parameters"):
        parameter = known[row["parameter"]]
        assert parameter["min_value"] and parameter["max_value"], row
        float(parameter["value"])


def test_the_plan_holds_both_changes_of_what_the_command_sweeps() -> None:
    """Two builds per parameter, and a name that it does not sweep is refused."""
    plan = sweep.steps(rows("parameters"), rows("swept_parameters"))
    names = {r["parameter"] for r in rows("swept_parameters") if r["swept_in"] == "command"}
    assert {(s.parameter, s.change) for s in plan} == {
        (name, change) for name in names for change in ("-25%", "+25%")
    }
    with pytest.raises(ValueError, match="not swept"):
        sweep.steps(rows("parameters"), rows("swept_parameters"), ["reporting_currency"])


def test_the_changed_value_stands_beside_links_to_the_inputs(tmp_path: Path) -> None:
    """Other values of the company stay, and its own folder is as it was."""
    demo = ROOT / "plr" / "demo" / "inputs"
    place = tmp_path / "laid_out"
    sweep.with_value(demo, place, "window_days", "68")
    with duckdb.connect() as connection:
        found = dict(
            connection.execute(
                f"select parameter, value from '{place}/parameters.parquet'"
            ).fetchall()
        )
        own = dict(
            connection.execute(
                f"select parameter, value from '{demo}/parameters.parquet'"
            ).fetchall()
        )
    assert found == own | {"window_days": "68"}
    assert {p.name for p in place.iterdir()} == {p.name for p in demo.iterdir()}
