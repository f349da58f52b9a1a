"""The page, the log and the exit code of a run, for people and for whoever schedules it."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from conftest import Built

from plr import inputs, run
from plr.publish.restatements import Restatement
from plr.publish.writing import Event, PublishedTable, Record

LOCKED = (
    'IO Error: Could not set lock on file "build/plr.duckdb": Conflicting lock is held in'
    " /usr/bin/python3 (PID 7)"
)


@pytest.mark.parametrize(
    ("code", "words", "failed", "tests", "expected"),
    [
        (0, "", [], 0, (0, "all well")),
        (-9, "", [], 0, (75, "the run was killed")),
        (1, LOCKED, [], 0, (75, "the warehouse is in use")),
        (2, LOCKED, [], 0, (75, "the warehouse is in use")),
        (1, "", [("a", "Out of Memory Error: could not allocate block")], 0, (75, "memory limit")),
        (1, "", [("a", "IO Error: No space left on device")], 0, (75, "disk is full")),
        (1, "", [("publication", "inputs changed while the build ran: x")], 0, (75, "changed")),
        (1, "", [("a", "Binder Error: no column x")], 0, (1, "1 failed (0 of them tests)")),
        (1, "", [("t", "Got 1 result"), ("a", LOCKED)], 1, (1, "2 failed (1 of them tests)")),
        (2, "Error: No such option: --x", [], 0, (2, "could not begin")),
    ],
)
def test_exit_code_says_what_to_do(
    code: int, words: str, failed: list[tuple[str, str]], tests: int, expected: tuple[int, str]
) -> None:
    """0 go on, 1 call somebody, 2 mend the call, 75 try again; a failed test is never passing."""
    ended = run.outcome(code, words, failed, tests)
    assert ended.code == expected[0]
    assert expected[1] in ended.what
    assert bool(ended.todo) == (ended.code != 0)


def test_a_test_that_fails_on_a_mixture_is_tried_again() -> None:
    """Where inputs changed while they were read, a failed test says nothing of the data."""
    failed = [("rows_in_equal_rows_out", "Got 1 result")]
    ended = run.outcome(1, "", failed, 1, ["payments.csv changed (2 bytes, now 4)"])
    assert (ended.code, ended.what[:14]) == (75, "inputs changed")
    assert "payments.csv" in ended.what and "not retry" in ended.todo


def table(name: str, rows: int) -> PublishedTable:
    """A published table whose contents are told by its rows."""
    return PublishedTable(f"id{rows}", name, date(2026, 6, 30), rows, f"hash{rows}")


RECORD = Record(
    events=[
        Event(1, "published", datetime(2026, 7, 1), (table("dim_a", 10), table("fct_b", 5))),
        Event(2, "published", datetime(2026, 7, 2), (table("dim_a", 12), table("fct_b", 5))),
    ],
    restatements=[
        Restatement(
            2, 1, "arr", "month", date(2026, 3, 1), "all", None, None, "unexplained", False
        ),
        Restatement(1, 0, "old", "month", date(2026, 3, 1), "all", None, None, "code", True),
    ],
)


def test_the_page_is_one_page(tmp_path: Path) -> None:
    """What failed, ran, was late, is in quarantine and changed; long lists are cut and counted."""
    one = run.Run(
        "dbt build", "i", "2026-07-02", 61.0, run.Outcome(1, "1 failed", "look"),
        statuses={"success": 2, "fail": 1}, failed=[("grain", "Got 3 results")],
        late=[("tickets", "4 days")], quarantined=[(f"t{i}", "orphan", 2) for i in range(20)],
        is_published=True,
    )  # fmt: skip
    text = "\n".join(run.page(one, RECORD, tmp_path))
    for line in (
        "61 s: 1 failed (exit code 1)",
        "To do: look",
        "  grain: Got 3 results",
        "  tickets: 4 days",
        "In quarantine: 40 rows",
        "  and 8 more",
        "Publication 2 (published 2026-07-02 00:00 UTC, as of 2026-06-30)",
        "Changed since publication 1: 1 tables",
        "  dim_a: +2 rows",
        "Closed figures restated: 1, 1 of them unexplained",
    ):
        assert line in text
    assert len(text.splitlines()) < 60
    one.started_at = "2026-07-03T04:00:00.5Z"
    text = "\n".join(run.page(one, RECORD, tmp_path))
    assert "this run made the same again" in text and "Changed since" not in text
    one.is_published = False
    assert "this run published nothing" in "\n".join(run.page(one, RECORD, tmp_path))


def test_the_log_has_a_line_for_each_run(tmp_path: Path) -> None:
    """Every line is one run in JSON; the page is that of the last."""
    warehouse = tmp_path / "plr.duckdb"
    for number in (1, 2):
        one = run.Run("dbt build", f"run_{number}", "now", 1.0, run.Outcome(0, "all well"))
        run.write(one, [f"page {number}"], warehouse)
    lines = (tmp_path / "runs.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["invocation_id"] for line in lines] == ["run_1", "run_2"]
    assert json.loads(lines[0])["outcome"]["code"] == 0
    assert (tmp_path / "run_report.txt").read_text(encoding="utf-8") == "page 2\n"


def test_the_page_of_the_demo_company(
    demo_warehouse: Built, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A whole build is read from its own record: published, late, in quarantine."""
    monkeypatch.setenv("PLR_WAREHOUSE", str(demo_warehouse.warehouse))
    monkeypatch.delenv("PLR_PUBLICATION", raising=False)
    assert run.main(["report", "--target-path", str(demo_warehouse.target)]) == 0
    text = capsys.readouterr().out
    assert "all well (exit code 0)" in text
    assert "concessions: last day 2026-04-10" in text
    assert "In quarantine: 328 rows" in text
    assert "Publication 1 (published" in text and "this run" not in text


def test_no_run_is_on_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a record there is nothing to report."""
    assert run.main(["report", "--target-path", str(tmp_path)]) == 1
    assert "no run is on record" in capsys.readouterr().out


def test_a_build_of_a_warehouse_in_use_is_to_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where dbt ends without a record of its own, the last one is not taken for it."""
    (tmp_path / "run_results.json").write_text("{}", encoding="utf-8")
    monkeypatch.setenv("PLR_WAREHOUSE", str(tmp_path / "plr.duckdb"))
    monkeypatch.setattr(run, "dbt", lambda _: (2, LOCKED))
    assert run.main(["build", "--target-path", str(tmp_path)]) == run.AGAIN
    logged = json.loads((tmp_path / "runs.jsonl").read_text(encoding="utf-8"))
    assert logged["outcome"]["what"] == "the warehouse is in use by another process"


@pytest.mark.parametrize(
    "error",
    [
        duckdb.OutOfMemoryException("Out of Memory Error: could not allocate block"),
        duckdb.IOException("IO Error: No space left on device"),
    ],
)
def test_what_the_machine_lacks_is_no_fault_of_a_file(error: Exception, tmp_path: Path) -> None:
    """A table that could not be read for want of memory or disk is not to be exported again."""
    found = inputs.Input("payments", "read_csv('p.csv')", ("p.csv",))
    with pytest.raises(type(error)):
        inputs.problem_of(duckdb.connect(), found, str(tmp_path), error)


def test_a_retry_of_nothing_is_not_taken_for_a_publication(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a killed run left no record, `dbt retry` finds nothing to do and ends with 0."""
    monkeypatch.setenv("PLR_WAREHOUSE", str(tmp_path / "plr.duckdb"))
    monkeypatch.setattr(run, "dbt", lambda _: (0, "Nothing to do."))
    assert run.main(["retry", "--target-path", str(tmp_path)]) == run.AGAIN
    record = {"args": {"which": "build", "select": ["dim_accounts"]}, "metadata": {}}
    (tmp_path / "run_results.json").write_text(json.dumps(record), encoding="utf-8")
    assert run.main(["retry", "--target-path", str(tmp_path)]) == 0
