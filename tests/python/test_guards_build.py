"""The guards inside `dbt build`: a closed gate stops its domain, and everybody is told why."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb
import guards_kit as kit
import pytest
from conftest import Built

from plr import inputs

SELECTED = (
    "+stg_product__workspaces",
    "+stg_billing__subscriptions",
    "+stg_success__tickets",
    "+rpt_input_quality",
)


@dataclass
class Company:
    """A small company's inputs, and a warehouse to build them in."""

    built: Built
    folder: Path

    def build(
        self, rows: dict[str, kit.Rows], *more: str, texts: dict[str, str] | None = None
    ) -> tuple[int, str, dict[str, str]]:
        """Build from nothing; return exit code, log, and the status of each node by name.

        texts: tables that arrive as CSV.
        """
        shutil.rmtree(self.folder, ignore_errors=True)
        kit.write(self.folder, {k: v for k, v in rows.items() if k not in (texts or {})})
        for name, text in (texts or {}).items():
            (self.folder / f"{name}.csv").write_text(text, encoding="utf-8")
        self.built.warehouse.unlink(missing_ok=True)
        done = self.again(*more)
        path = self.built.target / "run_results.json"
        results = json.loads(path.read_text(encoding="utf-8"))["results"]
        statuses = {r["unique_id"].split(".")[2]: r["status"] for r in results}
        return done.returncode, done.stdout, statuses

    def again(self, *more: str) -> subprocess.CompletedProcess[str]:
        """Build once more on the same inputs."""
        how = ("--select", *SELECTED, "--indirect-selection", "cautious", *more)
        return self.built.dbt("build", *how, PLR_INPUTS=str(self.folder), PLR_SALT="a salt")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Return a company whose parsed project is kept from build to build."""
    place = tmp_path_factory.mktemp("guarded")
    return Company(Built(place), place / "inputs")


def test_a_missing_required_column_stops_its_domain(company: Company) -> None:
    """Billing is skipped, the others are staged, and the report is there to be read."""
    rows = kit.clean()
    for row in rows["subscriptions"]:
        del row["started_on"]
    code, log, status = company.build(rows)
    assert code == 1
    assert status["billing_inputs_can_be_used"] == "fail"
    assert status["base_billing__subscriptions"] == "skipped"
    assert status["stg_billing__subscriptions"] == "skipped"
    assert status["stg_product__workspaces"] == status["stg_success__tickets"] == "success"
    assert status["rpt_input_quality"] == "success"
    told = "billing.subscriptions (subscriptions.parquet) has no column started_on"
    assert told in log
    found = company.built.rows(
        "select message from staging.guard_billing where not is_success and severity = 'critical'"
    )
    assert len(found) == 1 and found[0][0].startswith(told)
    kept = company.built.rows(
        "select input_table, expectation, unexpected_count, checked_as_of "
        "from marts.rpt_input_quality where severity = 'critical' and not is_success"
    )
    assert [row[:3] for row in kept] == [("subscriptions", "started_on_is_present", 1)]


def test_a_wrong_type_stops_its_domain(company: Company) -> None:
    """Words where a time should be; product and billing are staged."""
    rows = kit.clean()
    lines = ["ticket_id,opened_at", *(f"{row['ticket_id']},soon" for row in rows["tickets"])]
    code, log, status = company.build(rows, texts={"tickets": "\n".join(lines) + "\n"})
    assert code == 1
    assert status["success_inputs_can_be_used"] == "fail"
    assert status["stg_success__tickets"] == "skipped"
    assert status["stg_product__workspaces"] == status["stg_billing__subscriptions"] == "success"
    assert "success.tickets, column opened_at (tickets.csv): 40 of 40 rows" in log
    assert "opened_at='soon'" in log


def test_an_invalid_parameter_stops_everything(company: Company) -> None:
    """No base view is built on a configuration with an error in it; the report is."""
    rows = kit.clean()
    rows["parameters"] = [{"parameter": "window_dayz", "value": "90"}]
    code, log, status = company.build(rows)
    assert code == 1
    assert status["config_inputs_can_be_used"] == "fail"
    staged = [name for name in status if name.startswith(("base_", "stg_"))]
    assert staged and {status[name] for name in staged} == {"skipped"}
    assert status["rpt_input_quality"] == "success"
    assert "parameter='window_dayz'" in log
    found = company.built.rows(
        "select message from staging.guard_config where not is_success and severity = 'critical'"
    )
    assert len(found) == 1 and "every domain waits" in found[0][0]


def test_warnings_stop_nothing_and_a_second_build_says_the_same(company: Company) -> None:
    """Rows that cannot be used are told and quarantined; the report is a function of the inputs."""
    rows = kit.clean(100)
    rows["tickets"][0]["handle_minutes"] = Decimal(-1)
    code, log, status = company.build(rows)
    assert code == 0, log[-3000:]
    query = "select * from marts.rpt_input_quality order by 1, 2"
    first = company.built.rows(query)
    told = [row for row in first if row[3] is False and row[2] != "info"]
    assert [row[:2] for row in told] == [("tickets", "no_negative_minutes")]
    again = company.again()
    assert again.returncode == 0
    assert company.built.rows(query) == first


def test_an_empty_build_looks_at_nothing(company: Company) -> None:
    """Under --empty guards return at once, without a row and without Great Expectations."""
    code, log, status = company.build(kit.clean(3), "--empty")
    assert code == 0, log[-3000:]
    assert status["guard_product"] == "success"
    assert company.built.rows("select count(*) from staging.guard_product") == [(0,)]
    assert company.built.rows("select count(*) from staging.guard_profiles") == [(0,)]


def test_both_faces_of_the_input_seam_find_the_same(company: Company, tmp_path: Path) -> None:
    """For every layout of a table the macro and plr.inputs agree on place, columns and types."""
    rows, folder = kit.clean(2), tmp_path / "layouts"
    kit.write(folder, {"workspaces": rows["workspaces"]})
    kit.write(folder / "product_users", {"product_users": rows["product_users"]})
    (folder / "tickets" / "2025" / "06").mkdir(parents=True)
    part = kit.write(folder / "parts", {"tickets": rows["tickets"]}) / "tickets.parquet"
    shutil.move(part, folder / "tickets" / "2025" / "06" / "day.parquet")
    (folder / "surveys.csv").write_text("survey_id,score\ns,9\n", encoding="utf-8")
    (folder / "contacts" / "deep").mkdir(parents=True)
    (folder / "contacts" / "deep" / "a.csv").write_text("Contact_ID,Title\nc,CEO\n")
    tables = ["workspaces", "product_users", "tickets", "surveys", "contacts", "subscriptions"]
    inline = (
        "{% if execute %}{% for table in " + json.dumps(tables) + " %}"
        "{% set found = locate_input(table) %}"
        "FOUND {{ table }} {% if found is none %}none{% else %}{{ tojson(found['columns']) }} "
        "{{ found['from'] }}{% endif %}\n{% endfor %}{% endif %}"
    )
    company.built.warehouse.unlink(missing_ok=True)
    done = company.built.dbt(
        "compile", "--inline", inline, PLR_INPUTS=str(folder), PLR_SALT="a salt"
    )
    assert done.returncode == 0, done.stdout[-3000:]
    told = [line.split(" ", 2)[1:] for line in done.stdout.splitlines() if line[:6] == "FOUND "]
    assert [name for name, _ in told] == tables
    with pytest.MonkeyPatch.context() as patch, duckdb.connect() as session:
        patch.setenv("PLR_INPUTS", str(folder))
        for name, text in told:
            own = inputs.find(session, name)
            if text.startswith("none"):
                assert own is None, name
                continue
            assert own is not None and own.problem is None, name
            columns, end = json.JSONDecoder().raw_decode(text)
            seen = {k: v for k, v in columns.items() if k not in ("filename", "file_row_number")}
            assert own.columns == seen, name
            assert own.relation.split("'")[1] == text[end:].split("'")[1], name
