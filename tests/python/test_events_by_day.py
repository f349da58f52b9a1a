"""Product events by landing day: what a run reads; adding days comes to the same as reading all."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import DBT
from small_builds import ROOT, Warehouse

from plr.bench import events, loads

WORKSPACES = [("w1", "2025-01-01"), ("w2", "2025-01-01"), ("w3", "2025-01-01")]
CATALOG = [("save", True, "core"), ("look", False, None)]
# (id, happened, received, user, workspace, event); one file per landing day.
DAYS: dict[str, list[tuple[str, ...]]] = {
    "2025-03-01": [
        ("a1", "2025-03-01 09:00", "2025-03-01 09:01", "ann", "w1", "save"),
        ("a2", "2025-03-01 09:10", "2025-03-01 09:11", "ann", "w1", "save"),
        ("a3", "2025-03-01 09:20", "2025-03-01 09:21", "bob", "w1", "look"),
        ("a4", "2025-03-01 09:20", "2025-03-01 09:21", "eve", "w_later", "look"),
    ],
    "2025-03-02": [
        ("b1", "2025-03-02 09:00", "2025-03-02 09:01", "ann", "w1", "save"),
        ("b2", "2025-03-02 09:05", "2025-03-02 09:06", "bob", "w1", "save"),
        ("b3", "2025-03-02 23:50", "2025-03-02 23:51", "cat", "w2", "save"),
        ("b3", "2025-03-02 23:50", "2025-03-02 23:51", "cat", "w2", "save"),
    ],
    "2025-03-03": [
        ("c1", "2025-03-03 00:05", "2025-03-03 00:06", "cat", "w2", "save"),
        ("c2", "2025-03-03 10:00", "2025-03-03 10:01", "dan", "w2", "save"),
        ("twice", "2025-03-03 11:00", "2025-03-03 11:01", "dan", "w2", "save"),
    ],
    "2025-03-04": [
        ("twice", "2025-03-03 11:00", "2025-03-04 11:01", "dan", "w2", "look"),
        ("late", "2025-03-02 08:00", "2025-03-04 12:00", "bob", "w1", "save"),
        ("d1", "2025-03-04 09:00", "2025-03-04 09:01", "ann", "w1", "save"),
        ("d2", "2025-03-04 09:00", "2025-03-04 09:01", "gus", "w3", "save"),
    ],
}
COLUMNS = "event_id, occurred_at, received_at, user_id, workspace_id, event_name"


def values(rows: list[tuple[Any, ...]]) -> str:
    """Return rows as SQL values; dates and times as timestamps."""
    lists = ", ".join("(" + ", ".join("null" if v is None else repr(v) for v in row) + ")"
                      for row in rows)  # fmt: skip
    return f"values {lists}"


class Company:
    """A folder of inputs with one warehouse."""

    def __init__(self, place: Path) -> None:
        """Make the folder with what is there from the first day."""
        self.place, self.inputs = place, place / "inputs"
        (self.inputs / "product_events").mkdir(parents=True)
        self.workspaces(WORKSPACES)
        self.table(
            "event_catalog",
            f"select event_name, is_value_event, product_line from ({values(CATALOG)})"
            " as t (event_name, is_value_event, product_line)",
        )

    def table(self, name: str, query: str) -> None:
        """Write an input table."""
        duckdb.sql(f"copy ({query}) to '{self.inputs}/{name}.parquet' (format parquet)")

    def workspaces(self, rows: list[tuple[str, str]]) -> None:
        """Write the workspaces."""
        self.table(
            "workspaces",
            "select id as workspace_id, cast(day as timestamp) as created_at,"
            f" 'freemium' as entry_model from ({values(rows)}) as t (id, day)",
        )

    def day(self, day: str, rows: list[tuple[str, ...]] | None = None, but: str = "") -> None:
        """Write the file of a landing day. but: a column that it lacks."""
        exclude = f"exclude ({but})" if but else ""
        self.table(
            f"product_events/{day}",
            f"select * {exclude} replace (cast(occurred_at as timestamp) as occurred_at,"
            " cast(received_at as timestamp) as received_at)"
            f" from ({values(DAYS[day] if rows is None else rows)}) as t ({COLUMNS})",
        )

    def run(
        self,
        warehouse: str,
        as_of: str = "2025-03-04",
        inputs: Path | None = None,
        threads: int = 2,
        select: str | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Build the models that keep events, or what is selected."""
        command = [*DBT, "--no-use-colors", "--no-write-json", "build"]
        # One warehouse in one place for all, so that one parse serves them.
        place, kept = self.place / "plr.duckdb", self.file(warehouse)
        is_known = kept.exists() and inputs is None
        command += ["--select"]
        command += [select] if select else (loads.LOADED if is_known else loads.KEPT)
        command += [] if select else ["--exclude-resource-type", "test", "unit_test"]
        command += ["--vars", json.dumps({"as_of_date": as_of}), "--threads", str(threads)]
        command += ["--target-path", str(self.place / "target")]
        own = {
            "PLR_INPUTS": str(inputs or self.inputs),
            "PLR_WAREHOUSE": str(place),
            "PLR_SALT": "a salt",
        }
        if kept.exists():
            kept.rename(place)
        done = subprocess.run(
            [*command, "--log-path", str(self.place / "logs")],
            cwd=ROOT,
            env=os.environ | own,
            capture_output=True,
            text=True,
            check=False,
        )
        place.rename(kept)
        return done

    def file(self, warehouse: str) -> Path:
        """Return the place of a warehouse between runs."""
        return self.place / f"{warehouse}.duckdb"

    def build(self, warehouse: str, **more: Any) -> Warehouse:
        """Build, and fail where dbt does."""
        done = self.run(warehouse, **more)
        assert done.returncode == 0, done.stdout[-4000:]
        return Warehouse(self.file(warehouse))


def read(warehouse: Warehouse) -> dict[str, Any]:
    """Return what the last run read: whether all, the landing days, the days it restated."""
    [row] = warehouse.rows(
        "select bool_or(is_full) as is_full, max(because) as because,"
        " list(distinct landed_on order by landed_on) filter (is_read) as landed,"
        " list(distinct occurred_on order by occurred_on) filter (is_read) as restated"
        " from staging.stg_product__landing_days"
    )
    return row


def march(*days: int) -> list[date]:
    """Return days of March."""
    return [date(2025, 3, day) for day in days]


def differences(company: Company, one: str, other: str) -> list[str]:
    """Return how two warehouses differ in what they keep; when and in which run aside."""
    found = loads.differences(
        company.file(one),
        company.file(other),
        ("staging", "intermediate"),
    )
    of_the_run = {"as_of", "stg_product__landing_days", "int_product__events_read"}
    kept = {*loads.LOADED} - of_the_run - {"stg_product__judged_workspaces"}
    return [line for line in found if line.split(":")[0].split(".")[1] in kept]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Two days: the first and the last, which came before those between."""
    made = Company(tmp_path_factory.mktemp("by_day"))
    made.day("2025-03-01")
    made.day("2025-03-04")
    return made


def test_days_in_any_order_come_to_the_same_as_one_full_build(company: Company) -> None:
    """Late, repeated and corrected rows, a workspace known later, and a day loaded twice."""
    first = read(company.build("daily"))
    assert first["is_full"]
    assert first["because"] == "nothing was read before"

    company.day("2025-03-03")
    company.day("2025-03-02", [("b1", "2025-03-02 09:00", "2025-03-02 09:01", "x", "w1", "look")])
    second = read(company.build("daily"))
    assert not second["is_full"]
    assert second["landed"] == march(2, 3, 4)  # the fourth may repeat what has come
    assert second["restated"] == march(2, 3, 4)

    company.day("2025-03-02")
    company.workspaces([*WORKSPACES, ("w_later", "2025-01-01")])
    third = read(company.build("daily"))
    assert third["landed"] == march(1, 2, 3, 4)

    company.build("full", threads=1)
    assert differences(company, "daily", "full") == []

    os.utime(company.inputs / "product_events" / "2025-03-04.parquet", (1, 1))
    warehouse = company.build("daily")
    assert read(warehouse)["landed"] == march(4)
    assert read(warehouse)["restated"] == march(2, 3, 4)  # exactly the days it speaks of
    assert differences(company, "daily", "full") == []
    rows = warehouse.rows(
        "select quarantine_reason from staging.stg_product__quarantined_events order by 1"
    )
    assert [row["quarantine_reason"] for row in rows] == ["duplicate", "duplicate"]


def test_another_day_and_other_inputs_leave_nothing_behind(company: Company) -> None:
    """Back to the second of March, then another company's folder, in one warehouse."""
    warehouse = company.build("daily", as_of="2025-03-02")
    assert read(warehouse)["landed"] == march(3, 4)
    counted = warehouse.rows(
        "select used_on, sum(event_count) as events from intermediate.int_product__event_counts"
        " group by 1 order by 1"
    )
    assert [(row["used_on"], row["events"]) for row in counted] == [
        (date(2025, 3, 1), 4),
        (date(2025, 3, 2), 3),
    ]
    other = Company(company.place / "other")
    other.day("2025-03-01", [("z", "2025-03-01 09:00", "2025-03-01 09:01", "zoe", "w1", "save")])
    warehouse = company.build("daily", inputs=other.inputs)
    assert read(warehouse)["because"] == "the place, columns, code or settings have changed"
    assert [row["user_id"] for row in warehouse.rows(
        "select user_id from intermediate.int_product__event_counts")] == ["zoe"]  # fmt: skip

    other.day("2025-03-02", but="user_id")
    done = company.run("daily", inputs=other.inputs)
    assert done.returncode != 0
    said = " ".join(done.stdout.split())
    assert "product_events/2025-03-02.parquet lacks user_id" in said
    assert "dbt build --full-refresh" in said


@pytest.mark.slow
def test_ids_without_an_arrival_are_held_against_all_of_the_history(tmp_path: Path) -> None:
    """Copies lie months apart, before and after; a dated copy as late as that stops the build."""
    company = Company(tmp_path)
    company.day(
        "2024-11-01",
        [
            ("u1", "2024-11-01 09:00", None, "ann", "w1", "save"),
            ("u3", "2024-11-01 09:30", None, "ann", "w1", "save"),
        ],
    )
    company.day("2025-03-01")
    company.build("daily")
    company.day("2025-03-03", [("u1", "2025-03-03 09:00", None, "bob", "w1", "save")])
    company.day(
        "2025-01-02",
        [
            ("a1", "2025-01-02 09:00", None, "ann", "w1", "save"),
            ("u2", "2025-01-02 10:00", None, "ann", "w1", "save"),
        ],
    )
    company.build("daily")
    # A dated row, before everything: the undated copy, read by the run before, is a copy of it.
    company.day("2024-10-01", [("u2", "2024-10-01 09:00", "2024-10-01 09:01", "dan", "w1", "save")])
    company.build("daily")
    # And one long after the undated row that it is a copy of.
    company.day("2025-03-04", [("u3", "2025-03-04 09:00", "2025-03-04 09:01", "eve", "w1", "save")])
    warehouse = company.build("daily")
    assert not read(warehouse)["is_full"]
    assert read(warehouse)["landed"] == march(4)
    told = "select event_id, user_id, landed_on from staging.stg_product__arrived_events" + (
        " where quarantine_reason = 'duplicate' order by 1"
    )
    assert [tuple(row.values()) for row in warehouse.rows(told)] == [
        ("a1", "ann", date(2025, 3, 1)),
        ("u1", "bob", date(2025, 3, 3)),
        ("u2", "ann", date(2025, 1, 2)),
        ("u3", "eve", date(2025, 3, 4)),
    ]
    company.build("full")
    assert differences(company, "daily", "full") == []

    law = "assert_one_event_per_id"
    assert company.run("daily", select=law).returncode == 0
    late = ("a2", "2025-03-01 09:10", "2025-05-01 09:11", "ann", "w1", "save")
    company.day("2025-05-01", [late])
    warehouse = company.build("daily", as_of="2025-05-01")
    assert "a2" not in [row["event_id"] for row in warehouse.rows(told)]
    done = company.run("daily", as_of="2025-05-01", select=law)
    assert done.returncode == 1, done.stdout
    assert "Got 1 result" in done.stdout


def test_events_are_written_by_landing_day_late_and_twice(tmp_path: Path) -> None:
    """As many as asked for, the same every time, 0.5 % late, 0.1 % twice, one folder a day."""
    counts = [events.write_events(tmp_path, 160_000, 1, 3) for _ in range(2)]
    source = f"'{loads.INPUTS}/product_events.parquet'"
    [(share,)] = duckdb.sql(
        "select avg(cast(occurred_at >= timestamp '2026-04-01' as integer))"
        f" from {source} where received_at < timestamp '2026-07-01'"
    ).fetchall()
    assert counts[0] == counts[1] == pytest.approx(share * 160_000, rel=0.05)
    files = f"read_parquet('{tmp_path}/product_events/**/*.parquet', filename = true)"
    found = duckdb.sql(
        f"select count(distinct event_id), avg(cast(received_at - occurred_at > interval 12 hour"
        f" as integer)), count(distinct filename), count(distinct cast(received_at as date))"
        f" from {files}"
    ).fetchall()[0]
    assert counts[0] - found[0] == pytest.approx(0.001 * counts[0], rel=0.5)
    assert found[1] == pytest.approx(0.005, rel=0.3)
    assert found[2] == found[3] == 91


def test_a_cost_knows_its_models_and_what_is_dbts_own() -> None:
    """Processor seconds of some models, the heaviest first; goals are held against them."""
    cost = events.Cost(10.0, 20.0, 2**30, {"as_of": (1.0, 2.0), "a": (5.0, 6.0), "b": (3.0, 9.0)})
    assert cost.of(["a", "b", "absent"]) == 8.0
    assert cost.fixed == 1.0
    assert cost.heaviest(2) == [("a", 5.0), ("b", 3.0)]
    ratios = {"full_to_floor": 3.1, "day_of_readers": 0.03, "day_of_full": 0.2}
    assert list(events.met({"ratios": ratios, "full": vars(cost)}).values()) == [
        False,
        True,
        True,
        True,
    ]


def test_loads_come_in_an_order_by_lot_and_wrong_ones_are_replaced() -> None:
    """Every landing day comes right once, after it has come wrong; one seed, one order."""
    source = loads.INPUTS / "product_events.parquet"
    _, planned = loads.plan(10, 3, source)
    assert [load.file for load in planned] == [load.file for load in loads.plan(10, 3, source)[1]]
    assert len({load.file for load in planned}) == 10
    assert len(planned) == 12
    assert [load.file for load in planned[2:]] != sorted(load.file for load in planned[2:])
