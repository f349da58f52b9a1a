"""Exports that nobody made for this project: mapped, built, and every published figure reproduced.

The data lies outside the project; where it is absent, its tests are skipped and say so. `make
real-data` reproduces all of it; here the exports take turns.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from plr import contract, map_inputs, real_data
from plr.real_figures import EXPORTS, LAWS, Check, Export

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.name)
def test_every_published_figure_is_reproduced(export: Export, tmp_path: Path) -> None:
    """The project's own models, built as a user would, give what others counted."""
    source = real_data.data_folder() / export.name
    if not source.is_dir():
        pytest.skip(f"{source} is absent; PLR_PEER_DATA names the folder with the exports")
    figures = real_data.reproduce(export, source, tmp_path)
    differ = [figure for figure in figures if not figure.is_ok]
    assert not differ, f"\n{real_data.table(differ)}"


@pytest.mark.parametrize("name", map_inputs.names())
def test_mappings_speak_of_the_contract(name: str) -> None:
    """Every query is named after a table of the contract, reads the export and has its columns."""
    tables = contract.load(ROOT)
    for table, query in map_inputs.queries(name).items():
        is_stated = tables[table].domain == "config"  # what a company decides is in no export
        assert is_stated or "{source}/" in query, f"{name}/{table}.sql reads no file"
        required = [column.name for column in tables[table].columns if column.is_required]
        assert [c for c in required if c not in query] == [], f"{name}/{table}.sql"


def test_every_mapping_has_figures() -> None:
    """A mapping without a published figure would be an opinion."""
    assert {export.name for export in EXPORTS} == set(map_inputs.names())


def test_a_mapping_of_ones_own(tmp_path: Path) -> None:
    """A folder of queries maps a folder of files; a quote in a path does no harm."""
    source, mapping, out = tmp_path / "owner's files", tmp_path / "mapping", tmp_path / "o'ut"
    source.mkdir()
    mapping.mkdir()
    (source / "people.csv").write_text("id,since\n7,2025-01-31\n", encoding="utf-8")
    (mapping / "billing_customers.sql").write_text(
        "select cast(id as varchar) as customer_id, cast(since as timestamp) as created_at\n"
        "from read_csv('{source}/people.csv') -- the last line may be a comment",
        encoding="utf-8",
    )
    arguments = [str(mapping), "--source", str(source), "--out", str(out)]
    assert map_inputs.main(arguments) == 0
    with duckdb.connect() as session:
        session.execute("select * from read_parquet($1)", [str(out / "billing_customers.parquet")])
        rows = session.fetchall()
    assert [(row[0], row[1].isoformat()) for row in rows] == [("7", "2025-01-31T00:00:00")]


def test_a_mapping_says_what_is_wrong_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No mapping, no source, a table that is not in the contract, a column that is not there."""
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong" / "customers.sql").write_text("select 1 as a", encoding="utf-8")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "workspaces.sql").write_text("select a as b", encoding="utf-8")
    cases = {
        ("nothing", str(tmp_path)): "no mapping nothing: give one of",
        ("foodie_fi", str(tmp_path / "gone")): f"there is no folder {tmp_path / 'gone'}",
        (str(tmp_path / "wrong"), str(tmp_path)): "customers is not a table of the contract",
        (str(tmp_path / "broken"), str(tmp_path)): "table workspaces: Binder Error",
    }
    for (name, source), says in cases.items():
        arguments = [name, "--source", source, "--out", str(tmp_path / "out")]
        assert map_inputs.main(arguments) == 2
        assert says in capsys.readouterr().err


def test_without_the_data_the_command_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says where it looked and what to set; a name it does not know is an error too."""
    monkeypatch.setenv("PLR_PEER_DATA", str(tmp_path))
    assert real_data.main([]) == 2
    said = capsys.readouterr().err
    assert str(tmp_path) in said and "PLR_PEER_DATA" in said and "foodie_fi" in said
    assert real_data.main(["northwind"]) == 2
    assert "no figures for northwind" in capsys.readouterr().err


def test_a_difference_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One figure a cent off, or a build that fails, and the command fails."""
    (tmp_path / "foodie_fi").mkdir()
    monkeypatch.setenv("PLR_PEER_DATA", str(tmp_path))
    figures = [real_data.Figure("MRR", "10.00", "10.01"), real_data.Figure("payers", "1", "1")]
    monkeypatch.setattr(real_data, "reproduce", lambda *_: figures)
    assert real_data.main(["foodie_fi"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[-1] for line in lines if line[:3] in ("MRR", "pay")] == ["NO", "yes"]

    def fails(*_: object) -> list[real_data.Figure]:
        raise RuntimeError("dbt build of foodie_fi failed")

    monkeypatch.setattr(real_data, "reproduce", fails)
    assert real_data.main(["foodie_fi"]) == 1
    assert "dbt build of foodie_fi failed" in capsys.readouterr().out


def test_values_are_read_in_the_decimals_of_the_expected() -> None:
    """Rounded half to even at the last decimal that is expected; nothing is never zero."""
    with duckdb.connect() as session:
        query = "select 0.97391::decimal(6, 5), 2295.00::decimal(9, 2), null, 12::bigint, -0.001"
        labels = {"a": "0.9739", "b": "2295", "c": "0", "d": "13", "e": "0.00"}
        got = [figure.got for figure in real_data.read(session, [Check(query, labels)])]
        none = real_data.read(session, [Check("select 1 where false", {"a": "1"})])
    assert got == ["0.9739", "2295", "nothing", "12", "0.00"]
    assert [figure.got for figure in none] == ["nothing"]


def test_the_laws_find_a_cent(tmp_path: Path) -> None:
    """Each law's query counts what breaks it."""
    with duckdb.connect() as session:
        session.execute("create schema marts")
        session.execute(
            "create table marts.fct_account_mrr_months as select * from (values "
            "('a', date '2025-01-01', 0.00, 10.00, 0, 0, 0, 0, 0, 0, 10.00), "
            "('a', date '2025-03-01', 9.99, 0, 0, 0, 0, 0, 0, 0, 10.00)) as months (account_id, "
            "month, opening_mrr, new_mrr, expansion_mrr, price_mrr, contraction_mrr, churn_mrr, "
            "reactivation_mrr, fx_mrr, closing_mrr)"
        )
        session.execute("create table marts.fct_mrr_movements as select 10.01 as mrr_delta")
        session.execute(
            "create table marts.rpt_input_counts as "
            "select 10 as arrived_rows, 8 as staged_rows, 1 as quarantined_rows"
        )
        session.execute("create table marts.quarantined_rows as select 1 as row_key where false")
        got = [figure.got for figure in real_data.read(session, LAWS)]
    assert got == ["1", "1", "1", "0.01000000", "1", "1"]
