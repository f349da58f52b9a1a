"""Every expectation of the guards is broken by some input here, and holds on a clean company.

Faults are planted by the contract itself: for every table and column the row that violates each of
its rules. The runs are few and shared, because a guard reads a whole domain at a time.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from contextlib import nullcontext
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import duckdb
import guards_kit as kit
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import test_contract
from hypothesis import given, settings
from hypothesis import strategies as st

from plr import contract, inputs
from plr.guards import beyond, checks, engine, profile, run

TABLES = kit.TABLES
FAR = dt.datetime(2099, 1, 1)
Report = dict[tuple[str, str], run.Finding]


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for the inputs of this run."""
    return tmp_path_factory.mktemp("inputs")


def _session() -> duckdb.DuckDBPyConnection:
    session = duckdb.connect()
    session.execute("set TimeZone = 'UTC'")
    return session


def _report(
    folder: Path | str,
    domains: tuple[str, ...] = contract.DOMAINS,
    as_of: dt.date = kit.AS_OF,
    previous: dict[str, int] | None = None,
    row_limit: int | None = None,
) -> Report:
    """Return the findings of the guards over a folder, by table and expectation."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLR_INPUTS", str(folder))
        if row_limit is not None:
            patch.setenv("PLR_GUARD_ROW_LIMIT", str(row_limit))
        session = _session()
        found = [
            finding
            for domain in domains
            for finding in run.guard(session, domain, as_of, previous_rows=previous)
        ]
        session.close()
    out = {(finding.input_table, finding.expectation): finding for finding in found}
    assert len(out) == len(found)
    return out


def _failed(report: Report) -> set[tuple[str, str]]:
    return {key for key, finding in report.items() if finding.is_success is False}


# The runs ------------------------------------------------------------------------------------


class Runs:
    """The reports that the tests look at, each made once."""

    def __init__(self, root: Path) -> None:
        """Write below the folder root."""
        self.root = root

    def folder(self, name: str, rows: dict[str, kit.Rows]) -> Path:
        """Write rows and return their folder."""
        return kit.write(self.root / name, rows)

    @cache  # noqa: B019
    def clean(self) -> Report:
        """Return the report on a company without a fault."""
        return _report(self.folder("clean", kit.clean()))

    @cache  # noqa: B019
    def faulty_rows(self) -> dict[str, kit.Rows]:
        """Return the clean company with a row for each fault that a row can have."""
        rows = kit.clean()
        for name, table in TABLES.items():
            fresh = iter(range(1000, 9000))
            for column in table.columns:
                if column.is_required:
                    rows[name].append({**_new(table, next(fresh)), column.name: None})
                if column.enum:
                    rows[name].append({**_new(table, next(fresh)), column.name: "nonsense"})
            if name in ("crm_accounts", "target_market", "interventions"):
                rows[name].append({**_new(table, next(fresh)), "segment": "nonsense"})
            for reference in table.references:
                rows[name].extend(
                    {**_new(table, next(fresh)), reference.column: f"ghost_{i}"} for i in range(9)
                )
            if table.arrives:
                late = {c: _late(table.column(c).data_type) for c in table.arrives}
                rows[name].append({**_new(table, next(fresh)), **late})
            if table.key:
                rows[name].append(dict(rows[name][0]))
            else:
                rows[name].extend([_new(table, 300)] * 2)
            odd = {"EARLY": dt.datetime(1, 1, 1), "LARGE": 10**16, "LONG": "x" * 10_001}
            kinds = {"date": "EARLY", "timestamp": "EARLY", "string": "LONG"}
            for column in table.columns:
                value = odd.get(kinds.get(column.data_type, "LARGE"))
                value = float(value) if column.data_type == "float" else value
                value = value.date() if column.data_type == "date" else value
                if column.data_type != "bool" and not column.enum:
                    rows[name].append({**_new(table, next(fresh)), column.name: value})
                if column.data_type == "string" and not column.is_personal and not column.enum:
                    for text in ("unseen\u200b", "said by ann@ours.example"):
                        rows[name].append({**_new(table, next(fresh)), column.name: text})
            if "currency" in table.column_names:
                rows[name].append({**_new(table, next(fresh)), "currency": "usd"})
            if table.contradictory:
                rows[name].extend(_contradiction(table))
        for line in test_contract._lines(test_contract.BROKEN_ROWS):
            name, _, *cells = test_contract._words(line)
            bare = _bare(_new(TABLES[name], 9000 + len(rows[name])), TABLES[name])
            rows[name].append({**bare, **_cells(name, cells)})
        return rows

    @cache  # noqa: B019
    def faulty(self) -> Report:
        """Return the report on that company."""
        return _report(self.folder("faulty", self.faulty_rows()))

    @cache  # noqa: B019
    def bare(self) -> Report:
        """Return the report on rows of which nothing optional is known."""
        rows = kit.clean()
        for name, table in TABLES.items():
            rows[name] = [_bare(row, table) for row in rows[name]]
        return _report(self.folder("bare", rows))

    @cache  # noqa: B019
    def unreadable_values(self) -> Report:
        """Return the report on text files whose typed columns hold words."""
        folder = self.root / "words"
        folder.mkdir()
        for name, items in kit.clean().items():
            types = {c.name: c.data_type for c in TABLES[name].columns}
            lines = [",".join(types)]
            for item in items:
                cells = [
                    str(item.get(c) or "") if kind == "string" else "twelve-ish"
                    for c, kind in types.items()
                ]
                lines.append(",".join(cells))
            (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return _report(folder)

    @cache  # noqa: B019
    def without_columns(self) -> Report:
        """Return the report on files that hold another column than those required."""
        folder = self.root / "columns"
        folder.mkdir()
        for name in TABLES:
            pq.write_table(pa.table({"something_else": [1, 2]}), folder / f"{name}.parquet")
        pq.write_table(pa.table({"workspace_id": ["w"]}), folder / "workspace.parquet")
        return _report(folder)

    @cache  # noqa: B019
    def without_rows(self) -> Report:
        """Return the report on tables of which only the header came."""
        folder = self.root / "headers"
        folder.mkdir()
        for name, items in kit.clean(2).items():
            pq.write_table(kit.frame(name, items).slice(0, 0), folder / f"{name}.parquet")
        return _report(folder)

    @cache  # noqa: B019
    def other_types(self) -> Report:
        """Return the report on columns stored as lists, which stand for no type of the contract."""
        folder = self.root / "types"
        folder.mkdir()
        for name, table in TABLES.items():
            lists = pa.array([[1], [2]], pa.list_(pa.int64()))
            columns = {c.name: lists for c in table.columns}
            pq.write_table(pa.table(columns), folder / f"{name}.parquet")
        return _report(folder)

    @cache  # noqa: B019
    def garbage(self) -> Report:
        """Return the report on files that are not what their name says."""
        folder = self.root / "garbage"
        folder.mkdir()
        for name in TABLES:
            (folder / f"{name}.parquet").write_bytes(b"this is not parquet at all")
        return _report(folder)

    @cache  # noqa: B019
    def twice(self) -> Report:
        """Return the report on tables that stand there both as Parquet and as CSV."""
        folder = self.folder("twice", kit.clean(3))
        for name in TABLES:
            (folder / f"{name}.csv").write_text("a,b\n1,2\n", encoding="utf-8")
        return _report(folder)

    @cache  # noqa: B019
    def absent(self) -> Report:
        """Return the report on an empty folder."""
        return _report(self.folder("absent", {}))

    @cache  # noqa: B019
    def later(self) -> Report:
        """Return the report on the clean company ten years later, with fewer rows than before."""
        before = {name: 1000 for name in TABLES}
        folder = self.folder("later", kit.clean())
        return _report(folder, as_of=dt.date(2035, 6, 30), previous=before)

    @cache  # noqa: B019
    def books(self) -> Report:
        """Return, of every book that breaks an expectation, that expectation's finding."""
        out: Report = {}
        for name, lines in {**test_contract._books(), **BOOKS}.items():
            rows: dict[str, kit.Rows] = {}
            for table, *cells in lines:
                blank = dict.fromkeys(TABLES[table].column_names)
                rows.setdefault(table, []).append({**blank, **_cells(table, cells)})
            table, expectation = name.split(".")
            report = _report(self.folder(f"book_{name}", rows), (TABLES[table].domain,))
            out[table, expectation] = report[table, expectation]
        return out

    def all(self) -> list[Report]:
        """Return every report on a faulty input."""
        return [
            self.faulty(), self.bare(), self.unreadable_values(), self.without_columns(),
            self.other_types(), self.garbage(), self.without_rows(), self.twice(),
            self.absent(), self.later(), self.books(),
        ]  # fmt: skip


# Expectations beyond the contract, each with rows of which one or more offend.
BOOKS = {
    "parameters.parameter_is_a_known_name": [
        ["parameters", "parameter='window_dayz'", "value='90'"],
        ["parameters", "parameter='window_days'", "value='90'"],
    ],
    "parameters.value_is_in_range": [
        ["parameters", "parameter='window_days'", "value='9000'"],
        ["parameters", "parameter='prompt_match_days'", "value='soon'"],
        ["parameters", "parameter='past_due_grace_days'", "value='30'"],
    ],
    "parameters.value_is_allowed": [
        ["parameters", "parameter='fx_basis'", "value='yesterday'"],
    ],
    "policy_switches.policy_is_a_known_name": [
        ["policy_switches", "policy='mood'", "choice='good'"],
        ["policy_switches", "policy='trial'", "choice='zero'"],
    ],
    "policy_switches.choice_is_allowed": [
        ["policy_switches", "policy='trial'", "choice='half'"],
    ],
    "workspaces.workspaces_match_crm_accounts": [
        ["workspaces", "workspace_id='w1'", "email_domain='One.example'"],
        ["workspaces", "workspace_id='w2'", "email_domain='two.example'"],
        ["crm_accounts", "crm_account_id='a'", "domain='one.example'"],
    ],
    "product_users.internal_users_are_flagged": [
        ["product_users", "user_id='u1'", "email='Ann@our.example'"],
        ["product_users", "user_id='u2'", "email='bob@our.example'", "is_internal=true"],
        ["internal_domains", "email_domain='our.example'"],
    ],
    "subscriptions.active_subscriptions_do_not_overlap": [
        ["subscriptions", "subscription_id='1'", "customer_id='c'", "product_line='p'",
         "started_on='2025-01-01'", "ended_on='2025-03-01'", "status='active'"],
        ["subscriptions", "subscription_id='2'", "customer_id='c'", "product_line='p'",
         "started_on='2025-02-28'", "status='active'"],
        ["subscriptions", "subscription_id='3'", "customer_id='c'", "product_line='q'",
         "started_on='2025-02-28'", "status='active'"],
    ],
    "product_events.daily_volume_is_usual": [
        ["product_events", f"event_id='{day}_{i}'", f"occurred_at='{day} 10:00:00'"]
        for day in (dt.date(2025, 4, 1) + dt.timedelta(days=n) for n in range(80))
        for i in range(60 if day == dt.date(2025, 5, 15) else 4)
    ],
}  # fmt: skip


@pytest.fixture(scope="session")
def runs(folders: Path) -> Runs:
    """Return the shared runs."""
    return Runs(folders)


def _new(table: contract.Table, i: int) -> dict:
    """Return a clean row under a key of its own; references point at the clean company."""
    row = kit._row(table, i % kit._size(table, 40))
    held = {r.column for r in table.references}
    for name in table.key:
        column = table.column(name)
        if name in held or column.enum:
            continue
        if column.data_type == "string":
            row[name] = f"{name}_{i}"
        elif column.data_type == "int":
            row[name] = i
        elif column.data_type in ("date", "timestamp"):
            row[name] = row[name] - dt.timedelta(days=i % 9000)
    return row


def _bare(row: dict, table: contract.Table) -> dict:
    """Return a row without what is optional."""
    needed = {c.name for c in table.columns if c.is_required} | set(table.key)
    return {name: value if name in needed else None for name, value in row.items()}


def _late(kind: str) -> dt.date | dt.datetime:
    return FAR.date() if kind == "date" else FAR


def _contradiction(table: contract.Table) -> kit.Rows:
    first, second = _new(table, 801), _new(table, 802)
    for name in table.contradictory.within:
        second[name] = first[name]
    return [first, {**second, "quantity_after": Decimal(7)}]


def _cells(table: str, cells: list[str]) -> dict:
    """Return column=value words as typed values."""
    words = [cell.split("=", 1) for cell in cells]
    types = [TABLES[table].column(name).data_type for name, _ in words]
    return {name: _value(v, kind) for (name, v), kind in zip(words, types, strict=True)}


@cache
def _value(text: str, kind: str) -> object:
    sql = "decimal(28, 10)" if kind == "decimal" else inputs.SQL_TYPES[kind]
    return duckdb.execute(f"select cast({text} as {sql})").fetchall()[0][0]


# Clean ---------------------------------------------------------------------------------------


def test_a_clean_company_meets_every_expectation(runs: Runs) -> None:
    """Nothing fails, nothing is left unchecked, and every row is told apart by its name."""
    report = runs.clean()
    assert {f.message for f in report.values() if f.is_success is not True} == set()
    assert {key[0] for key in report} == {*TABLES, "(inputs)"}
    assert all(f.message is None and f.example is None for f in report.values())


def test_every_expectation_is_broken_by_some_input(runs: Runs) -> None:
    """An expectation that no input here breaks could be one that never fails."""
    named = set(runs.clean())
    failed = set().union(*(_failed(report) for report in runs.all()))
    named |= {key for report in runs.all() for key in report}
    assert sorted(named - failed) == []


def test_every_failure_says_where_how_often_and_what_to_do(runs: Runs) -> None:
    """A failed row has a count, an example and a sentence that names the table."""
    for report in runs.all():
        for (table, name), finding in report.items():
            if finding.is_success is not False:
                continue
            where = f"{table}.{name}: {finding}"
            named = f"{TABLES[table].domain}.{table}" if table in TABLES else "among the inputs"
            assert finding.message and named in finding.message, where
            assert finding.message.endswith("."), where
            if name in ("table_is_present", "table_has_rows"):
                continue
            assert finding.unexpected_count > 0, where
            assert finding.example, where
            if finding.severity == checks.CRITICAL:
                assert "Until it is corrected" in finding.message, where


# Rows ----------------------------------------------------------------------------------------


def _columns(kind: str) -> list[tuple[str, str]]:
    return [
        (table.name, column.name)
        for table in TABLES.values()
        for column in table.columns
        if getattr(column, kind)
    ]


@pytest.mark.parametrize(("table", "column"), _columns("is_required"))
def test_missing_values_are_counted(runs: Runs, table: str, column: str) -> None:
    """A required column without a value is counted exactly, with its row's key as the example."""
    finding = runs.faulty()[table, f"{column}_is_not_null"]
    rows = runs.faulty_rows()[table]
    assert finding.is_success is False
    assert finding.unexpected_count == sum(row.get(column) is None for row in rows)
    assert finding.row_count == len(rows)
    assert f"have no {column}" in finding.message


@pytest.mark.parametrize(("table", "column"), _columns("enum"))
def test_unknown_words_are_counted(runs: Runs, table: str, column: str) -> None:
    """A word outside the enumeration is counted, and the message lists the legal ones."""
    finding = runs.faulty()[table, f"{column}_is_known"]
    legal = TABLES[table].column(column).enum
    rows = runs.faulty_rows()[table]
    odd = [r[column] for r in rows if r.get(column) is not None and r[column] not in legal]
    assert finding.is_success is False
    assert finding.unexpected_count == len(odd) > 0
    assert f"{column}='nonsense'" in finding.example
    assert all(word in finding.message for word in legal)
    is_open = TABLES[table].column(column).is_open_enum
    is_config = TABLES[table].domain == "config"
    assert finding.severity == ("critical" if is_config and not is_open else "warning")


@pytest.mark.parametrize("table", [t.name for t in TABLES.values() if t.key])
def test_double_keys_are_counted(runs: Runs, table: str) -> None:
    """Rows that share their key are counted, all of them."""
    key, rows = TABLES[table].key, runs.faulty_rows()[table]
    keys = [tuple(row.get(name) for name in key) for row in rows]
    keys = [k for k in keys if any(v is not None for v in k)]
    shared = sum(keys.count(k) > 1 for k in keys)
    finding = runs.faulty()[table, "key_is_unique"]
    assert (finding.is_success, finding.unexpected_count) == (False, shared)


@pytest.mark.parametrize(
    ("table", "reference"), [(t.name, r) for t in TABLES.values() for r in t.references]
)
def test_orphans_are_counted(runs: Runs, table: str, reference: contract.Reference) -> None:
    """Names that stand for nothing are counted against the table they should be in."""
    there = {row.get(reference.to) for row in runs.faulty_rows()[reference.table]}
    values = [row.get(reference.column) for row in runs.faulty_rows()[table]]
    finding = runs.faulty()[table, f"{reference.column}_is_in_{reference.table}"]
    assert finding.is_success is False
    assert finding.unexpected_count == sum(v is not None and v not in there for v in values)
    assert f"not in {reference.table}" in finding.message


def test_few_orphans_are_tolerated_where_the_contract_allows_a_share(folders: Path) -> None:
    """One unknown event name in two hundred passes at 99 %, three do not."""
    rows = kit.clean(200)
    for wrong, is_success in ((2, True), (3, False)):
        for i in range(wrong):
            rows["product_events"][i]["event_name"] = "ghost"
        report = _report(kit.write(folders / f"share_{wrong}", rows), ("product",))
        finding = report["product_events", "event_name_is_in_event_catalog"]
        assert (finding.is_success, finding.unexpected_count) == (is_success, wrong)


def test_a_reference_to_an_absent_table_is_not_checked(folders: Path) -> None:
    """Without the other table nobody is an orphan."""
    report = _report(kit.write(folders / "alone", {"tickets": kit.clean()["tickets"]}))
    assert ("tickets", "crm_account_id_is_in_crm_accounts") not in report
    unchecked = report["tickets", "ticket_not_before_its_account"]
    assert unchecked.is_success is None and "crm_accounts has no rows" in unchecked.message


@pytest.mark.parametrize(
    ("share", "is_success"), [(0.05, True), (0.06, False)], ids=["at limit", "above"]
)
def test_a_table_may_hold_a_twentieth_of_unusable_rows(
    folders: Path, share: float, is_success: bool
) -> None:
    """Five rows in a hundred are quarantined; six stop the domain, and the message says why."""
    rows = kit.clean(100)
    for i in range(round(share * 100)):
        rows["tickets"][i]["handle_minutes"] = Decimal(-1)
    report = _report(kit.write(folders / f"unusable_{share}", rows), ("success",))
    finding = report["tickets", "rows_are_usable"]
    assert (finding.severity, finding.is_success) == ("critical", is_success)
    assert finding.unexpected_count == round(share * 100)
    if not is_success:
        assert "no_negative_minutes 6" in finding.message


def test_duplicates_and_orphans_count_as_unusable_once(folders: Path) -> None:
    """A duplicated row loses its copy only, a row with two faults counts once."""
    rows = kit.clean(100)
    rows["tickets"].append(dict(rows["tickets"][0]))
    rows["tickets"][5].update(handle_minutes=Decimal(-1), opened_at=None)
    report = _report(kit.write(folders / "once", rows), ("success",))
    assert report["tickets", "rows_are_usable"].unexpected_count == 2


def test_rows_after_the_as_of_date_are_not_unusable(folders: Path) -> None:
    """A past day is built from the same files; what came later is left out, not held against it."""
    folder = kit.write(folders / "past", kit.clean())
    report = _report(folder, ("success",), as_of=kit.DAY - dt.timedelta(days=30))
    assert report["tickets", "rows_are_usable"].is_success
    after = report["tickets", "rows_are_not_after_as_of"]
    assert (after.severity, after.is_success, after.unexpected_count) == ("warning", False, 40)


def test_a_table_may_state_another_share(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the contract says so, a tenth is allowed, and no more than that."""
    loose = replace(TABLES["tickets"], max_quarantine_share=0.1)
    monkeypatch.setattr(run, "tables_of", lambda root: {**TABLES, "tickets": loose})
    for wrong, is_success in ((10, True), (11, False)):
        rows = kit.clean(100)
        for i in range(wrong):
            rows["tickets"][i]["handle_minutes"] = Decimal(-1)
        report = _report(kit.write(folders / f"loose_{wrong}", rows), ("success",))
        assert report["tickets", "rows_are_usable"].is_success is is_success


# Files, columns and types --------------------------------------------------------------------


@pytest.mark.parametrize(("table", "column"), _columns("is_required"))
def test_a_missing_required_column_is_critical(runs: Runs, table: str, column: str) -> None:
    """The message names table, column, file and what is there instead."""
    finding = runs.without_columns()[table, f"{column}_is_present"]
    assert (finding.severity, finding.is_success) == ("critical", False)
    for word in (table, column, f"{table}.parquet", "something_else"):
        assert word in finding.message


@pytest.mark.parametrize(
    ("table", "column"),
    [(t.name, c.name) for t in TABLES.values() for c in t.columns if c.data_type != "string"],
)
def test_a_wrong_type_is_critical(runs: Runs, table: str, column: str) -> None:
    """Words in a typed column: more than a twentieth of them stop the domain."""
    finding = runs.unreadable_values()[table, f"{column}_has_its_type"]
    assert (finding.severity, finding.is_success) == ("critical", False)
    for word in (table, column, f"{table}.csv", "'twelve-ish'"):
        assert word in finding.message
    told = runs.unreadable_values()[table, f"{column}_is_readable"]
    assert told.unexpected_count == told.row_count == finding.unexpected_count


@pytest.mark.parametrize(
    ("kind", "values", "is_success"),
    [
        ("int", pa.array([1.0, 2.0]), True),
        ("int", pa.array([1.5, 2.0]), False),
        ("int", pa.array([True, False]), False),
        ("decimal", pa.array([1.5, 2.0]), True),
        ("decimal", pa.array([float("nan"), 2.0]), False),
        ("decimal", pa.array(["1,5", "2"]), False),
        ("bool", pa.array([0, 1]), True),
        ("bool", pa.array([0, 5]), False),
        ("date", pa.array([20250101, 20250102]), False),
        ("date", pa.array([dt.datetime(2025, 1, 1)] * 2), True),
        ("timestamp", pa.array(["2025-01-01T10:00:00Z", "2025-01-01"]), True),
        ("timestamp", pa.array(["01/31/2025", "2025-01-01"]), False),
        ("timestamp", pa.array([None, None], pa.int32()), True),
        ("string", pa.array([b"x", b"y"]), False),
        ("string", pa.array([7, 8]), True),
    ],
)
def test_physical_types(folders: Path, kind: str, values: pa.Array, is_success: bool) -> None:
    """A type is right when its values can be read, wrong when more than a twentieth cannot."""
    held = {
        "int": ("crm_accounts", "employee_count"),
        "decimal": ("tickets", "handle_minutes"),
        "bool": ("crm_accounts", "is_reference"),
        "date": ("subscriptions", "ended_on"),
        "timestamp": ("tickets", "solved_at"),
        "string": ("tickets", "severity"),
    }
    table, column = held[kind]
    assert TABLES[table].column(column).data_type == kind
    rows = [_new(TABLES[table], i) for i in range(2)]
    frame = kit.frame(table, rows)
    if column in frame.column_names:
        frame = frame.drop_columns([column])
    folder = folders / f"type_{kind}_{abs(hash(str(values)))}"
    folder.mkdir()
    pq.write_table(frame.append_column(column, values), folder / f"{table}.parquet")
    report = _report(folder, (TABLES[table].domain,))
    finding = report[table, f"{column}_has_its_type"]
    assert finding.severity == "critical" and finding.is_success is is_success


@pytest.mark.parametrize("table", list(TABLES))
def test_an_unreadable_file_is_critical(runs: Runs, table: str) -> None:
    """The message names the file; nothing is raised."""
    finding = runs.garbage()[table, "files_are_readable"]
    assert (finding.severity, finding.is_success) == ("critical", False)
    assert f"{table}.parquet" in finding.message
    assert str(runs.root) not in finding.message + finding.example


def test_the_broken_file_of_a_folder_is_named(folders: Path) -> None:
    """Of several files of a table the one to blame is told, also when only its pages are broken."""
    folder = folders / "parts"
    rows = kit.clean(4000)["tickets"]
    (folder / "tickets" / "2025").mkdir(parents=True)
    pq.write_table(kit.frame("tickets", rows[:10]), folder / "tickets" / "2025" / "a.parquet")
    broken = folder / "tickets" / "2025" / "b.parquet"
    pq.write_table(kit.frame("tickets", rows[10:]), broken)
    content = bytearray(broken.read_bytes())
    content[4:2000] = b"\x00" * 1996
    broken.write_bytes(bytes(content))
    finding = _report(folder, ("success",))["tickets", "files_are_readable"]
    assert finding.is_success is False and "tickets/2025/b.parquet" in finding.message


@pytest.mark.parametrize("table", list(TABLES))
def test_two_forms_of_one_table_are_critical(runs: Runs, table: str) -> None:
    """Nobody can say which of them counts."""
    finding = runs.twice()[table, "one_form_only"]
    assert (finding.severity, finding.is_success) == ("critical", False)
    assert f"{table}.parquet" in finding.message and f"{table}.csv" in finding.message


def test_absent_tables_are_told_apart_by_whether_they_are_needed(runs: Runs) -> None:
    """The smallest set warns, the rest is for information; nothing is critical."""
    for (table, name), finding in runs.absent().items():
        if table not in TABLES:
            assert name == "files_are_known" and finding.is_success
            continue
        assert name == "table_is_present" and finding.is_success is False
        assert finding.severity == ("warning" if TABLES[table].minimum else "info")


def test_rows_are_counted_before_staging(runs: Runs) -> None:
    """The row of presence holds the rows of the file, whatever is wrong with them."""
    for name, rows in runs.faulty_rows().items():
        assert runs.faulty()[name, "table_is_present"].row_count == len(rows)


# Configuration -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in BOOKS if name.startswith(("param", "policy"))])
def test_an_invalid_configuration_is_critical(runs: Runs, name: str) -> None:
    """Unknown names, values out of range and unknown choices stop everything."""
    finding = runs.books()[tuple(name.split("."))]
    assert (finding.severity, finding.is_success) == ("critical", False)
    assert "every domain waits" in finding.message


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("event_catalog", "no_value_event_also_vanity"),
        ("event_catalog", "no_negative_value_weight"),
        ("interventions", "segment_is_known"),
        ("motion_matrix", "motion_is_known"),
        ("pql_points", "key_is_unique"),
        ("pql_points", "no_negative_points"),
    ],
)
def test_contradictions_of_the_configuration_are_critical(
    runs: Runs, table: str, name: str
) -> None:
    """What would be quarantined elsewhere stops the build here."""
    finding = runs.faulty()[table, name]
    assert (finding.severity, finding.is_success) == ("critical", False)


def test_a_product_line_without_value_event_only_warns(runs: Runs) -> None:
    """It may not be launched yet."""
    finding = runs.books()["event_catalog", "product_line_has_a_value_event"]
    assert (finding.severity, finding.is_success) == ("warning", False)


def test_points_must_be_whole(folders: Path) -> None:
    """Half a point would be rounded in silence."""
    folder = folders / "points"
    folder.mkdir()
    (folder / "pql_points.csv").write_text("signal,points\na,5\nb,5.5\n", encoding="utf-8")
    finding = _report(folder, ("config",))["pql_points", "points_is_readable"]
    assert (finding.severity, finding.unexpected_count) == ("critical", 1)
    assert "points='5.5'" in finding.message


# What the specification asks for (part 6) ----------------------------------------------------

PART_SIX = r"""
all product_events key_is_unique event_id_is_not_null rows_are_not_after_as_of table_is_fresh \
    row_count_holds
P1 product_events event_name_is_in_event_catalog user_resolvable workspace_resolvable \
    bots_are_flagged key_is_unique daily_volume_is_usual
P1 product_users internal_users_are_flagged
P2 event_catalog product_line_has_a_value_event no_value_event_also_vanity no_negative_value_weight
P4 workspaces entry_model_is_known no_trial_ends_before_start
P5 entitlements one_open_entitlement_per_limit no_negative_limit
P6 usage_meters no_negative_quantity metered_limit_has_entitlement
P7 in_product_prompts action_is_known clicked_only_if_shown
P12 product_signals delivered_to_is_not_null signal_before_linked_opportunity
P8 invites no_accepted_before_sent accepted_user_id_is_in_product_users
P10 experiment_assignments one_arm_per_unit assigned_while_running two_arms_split_evenly
P11 outcome_readings verified_rows_have_verifier_and_date value_and_target_share_a_unit
S4t success_objectives verified_rows_have_verifier_and_date value_and_target_share_a_unit
B1 subscriptions active_subscriptions_do_not_overlap
B2 subscription_changes mrr_before_follows_mrr_after discount_within_0_and_100 \
    ordered_at_most_180_days_after_effect
B3 invoice_lines recurring_invoices_agree_with_recognised_revenue
C1 crm_accounts domain_unique_after_parent_roll_up segment_is_known
C1 workspaces workspaces_match_crm_accounts
C4 opportunities closed_after_created won_opportunity_has_an_order
C6 commercial_touches direction_is_known channel_is_known actor_function_is_known topic_given \
    touch_not_long_before_its_account
C8 motion_assignments assignments_do_not_overlap rule_version_is_in_motion_policy_versions
S1t tickets minutes_within_a_day no_negative_minutes account_resolvable
S2t cs_activities minutes_within_a_day crm_account_id_is_in_crm_accounts
S7t service_hours hours_within_a_month
S3t health_snapshots snapshot_at_least_weekly colour_follows_score
F1 gl_months every_cost_line_each_month
H1 headcount_months no_negative_fte no_month_missing no_jump_above_a_fifth function_is_known
cross billing_customers paying_customer_is_in_the_crm
"""


@pytest.mark.parametrize("line", test_contract._lines(PART_SIX), ids=lambda x: x.split()[0])
def test_what_the_specification_asks_of_inputs_is_expected(runs: Runs, line: str) -> None:
    """Every row of part 6 that is about inputs has its expectations."""
    _, table, *names = line.split()
    told = runs.clean().keys() | runs.faulty().keys()
    assert [name for name in names if (table, name) not in told] == []


# Other tables and days -----------------------------------------------------------------------


@pytest.mark.parametrize("name", [*test_contract._books(), *BOOKS])
def test_books_that_break_an_expectation(runs: Runs, name: str) -> None:
    """The expectation fails with its offenders counted and one of them shown."""
    finding = runs.books()[tuple(name.split("."))]
    assert finding.is_success is False and finding.unexpected_count >= 1 and finding.example


def test_a_silent_day_is_as_unusual_as_a_busy_one(folders: Path) -> None:
    """A day without events between busy ones is found although no row is there to be wrong."""
    silent = dt.date(2025, 5, 15)
    rows = [
        {**_new(TABLES["product_events"], 10_000 + n * 200 + i), "event_id": f"{n}_{i}",
         "occurred_at": dt.datetime.combine(day, dt.time(9)), "received_at": None}
        for n in range(80)
        for day in [dt.date(2025, 4, 1) + dt.timedelta(days=n)]
        for i in range(100 if day != silent else 0)
    ]  # fmt: skip
    folder = kit.write(folders / "silent", {"product_events": rows})
    report = _report(folder, ("product",), as_of=dt.date(2025, 6, 19))
    finding = report["product_events", "daily_volume_is_usual"]
    assert (finding.is_success, finding.unexpected_count) == (False, 1)
    assert "day='2025-05-15', events='0'" in finding.example


def test_freshness_is_the_lag_behind_the_as_of_date(runs: Runs) -> None:
    """The lag is counted in days and the last day is named."""
    finding = runs.later()["product_events", "table_is_fresh"]
    lag = (dt.date(2035, 6, 30) - kit.DAY).days
    assert (finding.severity, finding.unexpected_count) == ("warning", lag)
    assert str(kit.DAY) in finding.message
    assert beyond.max_lag_days(TABLES["product_events"]) == 7


# Privacy and repeatability -------------------------------------------------------------------


def test_no_personal_value_is_shown(runs: Runs, folders: Path) -> None:
    """Values of personal columns stand in no example and no message."""
    rows = runs.faulty_rows()
    secret = "Ann.Secret@hidden.example"
    for name, table in TABLES.items():
        for column in table.columns:
            if column.is_personal:
                for row in rows[name]:
                    row[column.name] = secret
    for finding in _report(runs.folder("secret", rows)).values():
        assert secret not in f"{finding.example} {finding.message}"


def test_the_same_inputs_give_the_same_report(runs: Runs) -> None:
    """Nothing in a report depends on the clock or on the order of reading."""
    assert _report(runs.root / "faulty") == runs.faulty()


# Large tables --------------------------------------------------------------------------------


def _bare_of(report: Report) -> list[tuple]:
    return [
        (f.input_table, f.expectation, f.severity, f.is_success, f.unexpected_count, f.example)
        for f in report.values()
    ]


@pytest.mark.parametrize("name", ["clean", "faulty"])
def test_a_profile_says_what_the_rows_say(runs: Runs, name: str) -> None:
    """Counted per landing day in SQL, every verdict and count is that of the rows themselves."""
    whole = getattr(runs, name)()
    profiled = _report(runs.root / name, row_limit=0)
    differ = [
        (a, b)
        for a, b in zip(_bare_of(whole), _bare_of(profiled), strict=True)
        if a != b and not _spans_days(a)
    ]
    assert differ == []


def _spans_days(row: tuple) -> bool:
    """Whether a count may differ because duplicates are counted within their landing day."""
    return row[1] in ("key_is_unique", "rows_are_usable")


def test_only_new_and_changed_landing_days_are_counted(folders: Path) -> None:
    """A day that stands keeps its numbers; a changed file and a new one are counted."""
    folder = folders / "landing"
    (folder / "tickets").mkdir(parents=True)
    table = TABLES["tickets"]

    def land(name: str, day: dt.date, minutes: int) -> Path:
        rows = [
            {**_new(table, i), "ticket_id": f"{name}_{i}", "handle_minutes": Decimal(minutes),
             "opened_at": dt.datetime.combine(day, dt.time(9))}
            for i in range(5)
        ]  # fmt: skip
        path = folder / "tickets" / f"{name}.parquet"
        pq.write_table(kit.frame("tickets", rows), path)
        return path

    first = land("one", dt.date(2025, 6, 1), 1)
    land("two", dt.date(2025, 6, 2), -1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLR_INPUTS", str(folder))
        patch.setenv("PLR_GUARD_ROW_LIMIT", "3")
        session = _session()
        start = run.profiles(session, {})
        negative = profile.VIOLATION + "no_negative_minutes"
        assert [d.measures[negative] for d in start["tickets"].days] == [0, 5]
        kept = profile.of_rows([tuple(row.values()) for row in profile.rows(start).to_pylist()])
        assert kept == start
        marked = {
            "tickets": profile.Profile(
                "tickets",
                tuple(
                    profile.Day(d.on, d.signature, {**d.measures, "mark": 1.0})
                    for d in kept["tickets"].days
                ),
            )
        }
        land("three", dt.date(2025, 6, 3), 2)
        land("one", dt.date(2025, 6, 1), -3)
        os.utime(first, (1, 1))
        after = run.profiles(session, marked)["tickets"].days
        assert [str(d.on) for d in after] == ["2025-06-01", "2025-06-02", "2025-06-03"]
        assert ["mark" in d.measures for d in after] == [False, True, False]
        assert [d.measures[negative] for d in after] == [5, 5, 0]
        assert after[2].measures[profile.LOWEST + "handle_minutes"] == 2
        found = {f.expectation: f for f in run.guard(
            session, "success", kit.AS_OF, {"tickets": profile.Profile("tickets", after)}
        ) if f.input_table == "tickets"}  # fmt: skip
        assert found["no_negative_minutes"].unexpected_count == 10
        assert "tickets/one.parquet" in (found["no_negative_minutes"].message or "")
        later = (profile.Day(after[0].on, "", {}), *after[1:])  # as if the first day were in order
        found = {f.expectation: f for f in run.guard(
            session, "success", kit.AS_OF, {"tickets": profile.Profile("tickets", later)}
        ) if f.input_table == "tickets"}  # fmt: skip
        assert "tickets/two.parquet" in (found["no_negative_minutes"].message or "")
        first.unlink()
        assert len(run.profiles(session, {})["tickets"].days) == 2


# The engine ----------------------------------------------------------------------------------


def test_limits_are_judged_one_by_one() -> None:
    """A number at its limit holds, one above fails, and only that one."""
    limits = [engine.Counted("a", 5, 5), engine.Counted("b", 6, 5), engine.Counted("c", 0, 0)]
    assert engine.within_limits("limits", limits) == [True, False, True]
    assert engine.within_limits("none", []) == []


def test_an_expectation_that_cannot_be_evaluated_is_an_error() -> None:
    """It must not pass for a success."""
    frame = kit.frame("tickets", kit.clean(2)["tickets"]).to_pandas()
    with pytest.raises(RuntimeError, match="no_such_column"):
        engine.validate("odd", frame, [engine.Expected("x", "not_null", ("no_such_column",))])


def test_remembering_configurations_changes_no_result(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The short cut around Great Expectations' own property is one of time alone."""
    monkeypatch.setattr(engine, "_remembered_configurations", nullcontext)
    runs.faulty()
    assert _report(runs.root / "faulty", ("crm",)) == {
        key: found
        for key, found in runs.faulty().items()
        if key[0] in TABLES and TABLES[key[0]].domain == "crm"
    }


def test_reports_have_their_types_even_without_rows() -> None:
    """An empty report is a table with the same columns."""
    assert run.report([], None).schema == run.SCHEMA
    full = run.report([run.Finding("t", "e", "warning", None)], kit.AS_OF)
    assert full.schema == run.SCHEMA and full.num_rows == 1


# ------------------------------------------------------------------ keys of a landing day

KEYED_ROWS = st.lists(
    st.tuples(
        st.sampled_from([dt.date(2025, 3, 1), dt.date(2025, 3, 2), None]),
        st.sampled_from(["a", "b", None]),
        st.sampled_from(["x", "y", None]),
        st.booleans(),
        st.booleans(),
    ),
    min_size=1,
    max_size=25,
)


@given(rows=KEYED_ROWS, parts=st.sampled_from([1, 2]))
@settings(max_examples=60, deadline=None)
def test_repeated_keys_are_those_that_a_count_by_hand_finds(
    rows: list[tuple[dt.date | None, str | None, str | None, bool, bool]], parts: int
) -> None:
    """Usable rows beyond the first of their key, and rows that share one, of every landing day."""
    how = profile.Plan(
        "t", "arrived_on", "select * from arrived_rows",
        "k1, k2, bad, is_after, arrived_on as landed_on", "bad", {}, ("k1", "k2")[:parts], "",
    )  # fmt: skip
    with duckdb.connect() as session:
        session.execute(
            "create table arrived_rows (arrived_on date, k1 text, k2 text, bad bool, is_after bool)"
        )
        session.executemany("insert into arrived_rows values (?, ?, ?, ?, ?)", rows)
        found = profile.repeated(session, how.source, how, "true")
    expected: dict[dt.date | None, tuple[int, int]] = {}
    for day in {row[0] for row in rows}:
        keys = [(row[1 : 1 + parts], row[3] or row[4]) for row in rows if row[0] == day]
        usable = [key for key, is_bad in keys if not is_bad]
        takers = {key for key in usable if parts == 2 or key != (None,)}
        named = Counter(key for key, _ in keys if any(part is not None for part in key))
        shared = sum(count for count in named.values() if count > 1)
        expected[day] = (len(usable) - len(takers), shared)
    counted = {day: (int(duplicates), int(shared)) for day, duplicates, shared in found}
    assert {day: n for day, n in counted.items() if any(n)} == {
        day: n for day, n in expected.items() if any(n)
    }


# ------------------------------------------------------------------ texts that look the same

ODD_TEXTS = st.one_of(
    st.none(),
    st.text(alphabet="ab |\t\n\u00a0\u3000\u200b\u00ad\u00e9\x00\x7f", max_size=6),
)


@given(rows=st.lists(st.tuples(ODD_TEXTS, ODD_TEXTS), min_size=1, max_size=20))
@settings(max_examples=100, deadline=None)
def test_the_short_cut_of_clean_texts_overlooks_none(
    rows: list[tuple[str | None, str | None]],
) -> None:
    """Rows are wrong where one of their columns is, as a count by hand finds them."""
    columns = {"feature_key": "VARCHAR", "event_name": "VARCHAR"}
    found = inputs.Input("event_catalog", "arrived_rows", (), columns=columns)
    judged = checks.row_checks(TABLES["event_catalog"], found, {})
    (rule,) = (item for item in judged if item.name == "texts_are_clean")
    with duckdb.connect() as session:
        session.execute("create table arrived_rows (place int, feature_key text, event_name text)")
        session.executemany(
            "insert into arrived_rows values (?, ?, ?)",
            [(place, *row) for place, row in enumerate(rows)],
        )
        told = session.execute(
            f"select coalesce({rule.violated}, false) from arrived_rows order by place"
        ).fetchall()
    assert [wrong for (wrong,) in told] == [any(map(_looks_odd, row)) for row in rows]


def _looks_odd(text: str | None) -> bool:
    """A blank at an end, a control character, or one without width."""
    blanks = " \t\n\r\f\u00a0\u3000"
    unseen = {"\u200b", "\u00ad", "\ufeff"}
    return bool(text) and (
        text[0] in blanks
        or text[-1] in blanks
        or any(c in unseen or c < " " or "\x7f" <= c <= "\x9f" for c in text)
    )
