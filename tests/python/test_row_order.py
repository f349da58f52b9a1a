"""The order of rows moves no bit of any model: tables have none, and an engine keeps none.

Sums of floating-point numbers depend on the order in which they are added, so that a model may
change in its last digits from build to build where nothing else has. Here every model is computed
once more from the same rows, shuffled.
"""

from __future__ import annotations

import importlib.util
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import ROOT, Built, built_from, contents

from plr.drills._kit import daily_seed
from plr.inputs import DEFAULT_LOCATION
from plr.publish import fingerprint_sql

PYTHON_MODELS = sorted(path.stem for path in (ROOT / "models" / "scoring").glob("*.py"))
READS_FILES = re.compile(r"\bread_(blob|csv|parquet)\(")
NAMED = re.compile(r'"plr"\."(\w+)"\."(\w+)"')


@pytest.fixture(scope="module")
def nodes(demo_warehouse: Built) -> dict[str, dict[str, Any]]:
    """The manifest's models and seeds by name."""
    manifest = json.loads((demo_warehouse.target / "manifest.json").read_text(encoding="utf-8"))
    return {
        node["alias"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed")
    }


@pytest.fixture(scope="module")
def shuffled(demo_warehouse: Built) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to which the warehouse is attached as plr, read only."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{demo_warehouse.warehouse}' as plr (read_only)")
        yield connection


@dataclass(frozen=True)
class Shuffling:
    """What a Python model sees of dbt; every table that it reads comes in a random order."""

    session: duckdb.DuckDBPyConnection
    nodes: dict[str, Any]

    def config(self, **given: Any) -> None:
        """Take what a model says of itself."""

    def ref(self, name: str) -> duckdb.DuckDBPyRelation:
        """Return a relation's rows in an order of the moment."""
        return self.session.sql(f"select * from {relation(self.nodes[name])} order by random()")


def relation(node: dict[str, Any], catalog: str = "plr") -> str:
    """Return the quoted name of a node's relation."""
    return f'{catalog}."{node["schema"]}"."{node["alias"]}"'


def moved(
    connection: duckdb.DuckDBPyConnection, node: dict[str, Any], again: str
) -> dict[str, int]:
    """Return the columns whose values differ to the bit between a node and ``again``, with counts.

    Columns are compared one by one where the rows as a whole are not the same.
    """
    columns = [
        (f'"{name}"', kind)
        for name, kind, *_ in connection.execute(f"describe {relation(node)}").fetchall()
    ]
    cast = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in columns)
    cast = f"(select {cast} from {again})"
    names = [name.strip('"') for name, _ in columns]
    both = [
        connection.execute(fingerprint_sql(source, names)).fetchall()
        for source in (relation(node), cast)
    ]
    if both[0] == both[1]:
        return {}
    found = {}
    for name in names:
        ((count,),) = connection.execute(
            f'select count(*) from (select "{name}" from {relation(node)}'
            f' except all select "{name}" from {cast})'
        ).fetchall()
        found[name] = count
    return {name: count for name, count in found.items() if count} or {"rows": 1}


@pytest.mark.parametrize("name", PYTHON_MODELS)
def test_python_model_of_shuffled_rows(
    shuffled: duckdb.DuckDBPyConnection, nodes: dict[str, Any], name: str
) -> None:
    """A Python model gives the same rows whatever the order of what it reads."""
    path = ROOT / nodes[name]["original_file_path"]
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    session = shuffled.cursor()
    session.register("again", module.model(Shuffling(session, nodes), session))
    session.execute("create or replace temp table again_kept as select * from again").fetchall()
    session.unregister("again")
    assert moved(session, nodes[name], "again_kept") == {}


@pytest.mark.slow
def test_sql_models_of_shuffled_rows(
    shuffled: duckdb.DuckDBPyConnection, nodes: dict[str, Any]
) -> None:
    """A SQL model gives the same rows whatever the order of the tables and views that it reads."""
    by_id = {node["unique_id"]: node for node in nodes.values()}
    models = [
        node
        for node in nodes.values()
        if node["resource_type"] == "model"
        and node["language"] == "sql"
        # What reads files names a line of a file, or the file's time.
        and not READS_FILES.search(node["compiled_code"])
    ]
    assert len(models) > 600
    copied: set[str] = set()
    found = {}
    for node in models:
        for parent in (by_id[name] for name in node["depends_on"]["nodes"] if name in by_id):
            if parent["unique_id"] not in copied:
                copied.add(parent["unique_id"])
                shuffled.execute(f'create schema if not exists memory."{parent["schema"]}"')
                shuffled.execute(
                    f"create table {relation(parent, 'memory')} as"
                    f" select * from {relation(parent)} order by random()"
                ).fetchall()
        query = NAMED.sub(r'memory."\1"."\2"', node["compiled_code"])
        shuffled.execute(f"create or replace temp table again as {query}").fetchall()
        if columns := moved(shuffled, node, "again"):
            found[node["alias"]] = columns
    assert found == {}


@pytest.mark.slow
def test_exports_in_other_files_and_another_order(demo_warehouse: Built, tmp_path: Path) -> None:
    """Each table in up to three files, of rows in any order: every mart is what it was.

    Only what names a row by its file and its place in it is another.
    """
    chance = random.Random(daily_seed())
    inputs = tmp_path / "inputs"
    for source in sorted((ROOT / DEFAULT_LOCATION).glob("*.parquet")):
        folder = inputs / source.stem
        folder.mkdir(parents=True)
        parts = chance.randint(1, 3)
        with duckdb.connect() as connection:
            connection.execute(
                f"create table shuffled as select *, floor(random() * {parts}) as part_"
                f" from '{source}' order by random()"
            ).fetchall()
            for part in range(parts):
                connection.execute(
                    f"copy (select * exclude (part_) from shuffled where part_ = {part})"
                    f" to '{folder / f'{chance.random()}.parquet'}' (format parquet)"
                ).fetchall()
    placed = {"quarantined_rows.row_key", "rpt_input_quality.example"}
    before = contents(demo_warehouse, without=placed)
    after = contents(built_from(inputs, tmp_path / "again"), without=placed)
    assert before.pop("publication") and after.pop("publication")
    assert before == after


def test_a_sum_that_depends_on_order_is_found(tmp_path: Path) -> None:
    """The comparison tells one last digit: rows summed in one order and in another."""
    with duckdb.connect(str(tmp_path / "plr.duckdb")) as connection:
        connection.execute("create schema s")
        connection.execute("create table s.t as select 'a' as k, 0.1::double + 0.2 + 0.3 as total")
        connection.execute(
            "create table again as select 'a' as k, 0.3::double + 0.2 + 0.1 as total"
        )
        node = {"schema": "s", "alias": "t"}
        assert moved(connection, node, "again") == {"total": 1}
        assert moved(connection, node, "s.t") == {}
