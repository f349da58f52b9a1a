"""No personal data leaves staging: by column, by value, and by the salt a company must bring."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from conftest import ROOT, Built

from plr.checks.project import layer
from plr.contract import load

EMAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}"
PERSONAL = {
    column.name for table in load(ROOT).values() for column in table.columns if column.is_personal
}


def columns_beyond_staging(built: Built) -> dict[str, set[str]]:
    """Return the catalogue's columns of intermediate, marts and publication, by model."""
    return {
        node["name"]: set(built.project.catalog_columns(key))
        for key, node in built.project.models.items()
        if layer(node) not in ("guards", "staging")
    }


def test_contract_names_personal_columns() -> None:
    """The contract marks personal columns; without any, the next tests would prove nothing."""
    assert "email" in PERSONAL


def test_no_personal_column_beyond_staging(demo_warehouse: Built) -> None:
    """No model after staging has a column that the contract calls personal."""
    found = {
        f"{model}.{column}"
        for model, columns in columns_beyond_staging(demo_warehouse).items()
        for column in columns & PERSONAL
    }
    assert not found


def test_no_address_in_any_staged_column_name(demo_warehouse: Built) -> None:
    """Staged views have the hash and the domain of an address, not the address."""
    staged = {
        f"{node['name']}.email"
        for key, node in demo_warehouse.project.models.items()
        if node["name"].startswith("stg_")
        and "email" in demo_warehouse.project.catalog_columns(key)
    }
    assert not staged


def addresses(connection: duckdb.DuckDBPyConnection, tables: str) -> list[str]:
    """Return the text columns of relations that hold something like an address.

    ``tables`` is a condition over schema_name and table_name.
    """
    columns = connection.execute(
        "select schema_name || '.' || table_name, column_name from duckdb_columns()"
        f" where data_type = 'VARCHAR' and not internal and ({tables}) order by 1, 2"
    ).fetchall()
    found = []
    for relation in sorted({relation for relation, _ in columns}):
        names = [column for owner, column in columns if owner == relation]
        counts = ", ".join(
            f"""count(case when "{name}" like '%@%' and regexp_matches("{name}", '{EMAIL}') """
            "then 1 end)"
            for name in names
        )
        (row,) = connection.execute(f"select {counts} from {relation}").fetchall()
        found += [f"{relation}.{name}" for name, count in zip(names, row, strict=True) if count]
    return found


def test_no_value_looks_like_an_address(demo_warehouse: Built) -> None:
    """No text in a mart, a quarantine payload, a guard's example or intermediate is an address."""
    beyond = "schema_name in ('marts', 'intermediate')"
    reports = (
        "table_name like 'guard%' or table_name like 'gate%' or table_name like '%quarantined%'"
    )
    with duckdb.connect(str(demo_warehouse.warehouse), read_only=True) as connection:
        assert addresses(connection, f"{beyond} or {reports}") == []


def test_no_salt_reaches_readers(demo_warehouse: Built) -> None:
    """The salt stands in the staged views; the published file holds marts and no trace of it."""
    published = demo_warehouse.folder / "publication" / demo_warehouse.warehouse.name
    with duckdb.connect(str(published), read_only=True) as connection:
        (kinds,) = connection.execute(
            "select list(distinct table_schema || ' ' || table_type) from information_schema.tables"
        ).fetchall()
    assert kinds == (["marts BASE TABLE"],)
    salt = b"demo-company-salt"
    assert salt in demo_warehouse.warehouse.read_bytes()
    assert salt not in published.read_bytes()


def test_search_for_addresses_finds_one() -> None:
    """The search itself works: an address in a text is found, other text is not."""
    with duckdb.connect() as connection:
        connection.execute("create schema marts").fetchall()
        connection.execute(
            "create table marts.t as select 'said ann@example.com' as note, 'a @ b.c' as other"
        ).fetchall()
        assert addresses(connection, "schema_name = 'marts'") == ["marts.t.note"]


@pytest.mark.parametrize("command", ["build"])
def test_other_inputs_need_a_salt(scratch: Built, tmp_path: Path, command: str) -> None:
    """A build on a company's own inputs stops before any model when PLR_SALT is not set."""
    done = scratch.dbt(command, "--select", "as_of", PLR_INPUTS=str(tmp_path))
    assert done.returncode != 0
    assert "PLR_SALT is not set" in done.stdout
    assert "OK created" not in done.stdout
