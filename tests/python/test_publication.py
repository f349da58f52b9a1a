"""Publishing: all marts or none, only after every test, and never under a reader's feet."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest
from conftest import Built

from plr import publish
from plr.checks.project import layer

DAY = date(2026, 6, 30)


@pytest.fixture
def marts() -> duckdb.DuckDBPyConnection:
    """A warehouse in memory with two marts."""
    connection = duckdb.connect()
    connection.execute("create schema marts").fetchall()
    connection.execute(
        "create table marts.dim_a as select range as id, 'x' || range as name from range(1000)"
    ).fetchall()
    connection.execute("create table marts.fct_b (id bigint, amount decimal(28, 8))").fetchall()
    return connection


def published_rows(target: Path) -> int:
    """Return the rows of dim_a in a published file."""
    with duckdb.connect(str(target), read_only=True) as connection:
        return connection.execute("select count(*) from marts.dim_a").fetchall()[0][0]


def test_file_holds_the_marts_and_nothing_is_left_beside_it(
    marts: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """The published file has every mart, empty ones too, and its own description."""
    target = tmp_path / "publication" / "plr.duckdb"
    tables = publish.publish(marts, ["fct_b", "dim_a"], target, DAY)
    assert [(table.table_name, table.row_count) for table in tables] == [
        ("dim_a", 1000),
        ("fct_b", 0),
    ]
    assert published_rows(target) == 1000
    with duckdb.connect(str(target), read_only=True) as connection:
        stated = connection.execute("select * from marts.publication order by 2").fetchall()
    assert stated == [tuple(vars(table).values()) for table in tables]
    assert [path.name for path in target.parent.iterdir()] == ["plr.duckdb"]


def test_same_contents_bear_the_same_id(marts: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """Row order does not matter; one changed value does."""
    target = tmp_path / "plr.duckdb"
    first = publish.publish(marts, ["dim_a"], target, DAY)
    marts.execute(
        "create or replace table marts.dim_a as from marts.dim_a order by id + 0 desc"
    ).fetchall()
    assert publish.publish(marts, ["dim_a"], target, DAY) == first
    marts.execute("update marts.dim_a set name = null where id = 7").fetchall()
    changed = publish.publish(marts, ["dim_a"], target, DAY)
    assert changed[0].publication_id != first[0].publication_id


def test_readers_are_never_disturbed(marts: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """A process with the old file open reads it to the end; the next one reads the new file."""
    target = tmp_path / "plr.duckdb"
    publish.publish(marts, ["dim_a"], target, DAY)
    reader = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import duckdb, sys\n"
            f"c = duckdb.connect({str(target)!r}, read_only=True)\n"
            "print(c.execute('select count(*) from marts.dim_a').fetchall()[0][0], flush=True)\n"
            "sys.stdin.readline()\n"
            "print(c.execute('select count(id) from marts.dim_a').fetchall()[0][0], flush=True)\n",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout is not None
    assert reader.stdout.readline().strip() == "1000"
    marts.execute("delete from marts.dim_a where id >= 10").fetchall()
    publish.publish(marts, ["dim_a"], target, DAY)
    assert published_rows(target) == 10
    out, _ = reader.communicate("go on\n", timeout=60)
    assert (out.strip(), reader.returncode) == ("1000", 0)


def test_failure_leaves_yesterdays_file(
    marts: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the new file is not what the marts are, or a mart is missing, the old one stays."""
    target = tmp_path / "plr.duckdb"
    publish.publish(marts, ["dim_a"], target, DAY)
    marts.execute("delete from marts.dim_a where id >= 10").fetchall()
    with pytest.raises(duckdb.Error):
        publish.publish(marts, ["dim_a", "not_there"], target, DAY)
    honest = publish._write

    def forgetful(connection: object, *arguments: object) -> list[publish.PublishedTable]:
        written = honest(connection, *arguments)
        return [
            publish.PublishedTable(t.publication_id, t.table_name, DAY, 11, "") for t in written
        ]

    monkeypatch.setattr(publish, "_write", forgetful)
    with pytest.raises(publish.PublicationError, match="dim_a: 10 rows in the new file, 11"):
        publish.publish(marts, ["dim_a"], target, DAY)
    assert published_rows(target) == 1000
    assert [path.name for path in tmp_path.iterdir()] == ["plr.duckdb"]
    monkeypatch.undo()
    publish.publish(marts, ["dim_a"], target, DAY)
    assert published_rows(target) == 10


@pytest.mark.parametrize(
    ("flags", "reason"),
    [
        ({"which": "build"}, ""),
        ({"which": "retry", "select": ()}, ""),
        ({"which": "build", "select": ("publication",)}, "--select"),
        ({"which": "build", "exclude": ("fct_x",)}, "--exclude"),
        ({"which": "build", "selector": "nightly"}, "--selector"),
        ({"which": "build", "empty": True}, "--empty"),
        ({"which": "build", "exclude_resource_types": ["test"]}, "--exclude-resource-types"),
        ({"which": "run"}, "runs no tests"),
    ],
)
def test_only_a_whole_tested_build_publishes(flags: dict[str, object], reason: str) -> None:
    """A part of the graph, a part of the rows, or a run without tests publishes nothing."""
    found = publish.why_not_whole(flags)
    assert (reason in found) if reason else found == ""


def test_place_of_the_file() -> None:
    """Beside the warehouse under its own name, or where it is told to be."""
    assert publish.place("build/plr.duckdb", None) == Path("build/publication/plr.duckdb")
    assert publish.place("build/plr.duckdb", "/srv/bi.duckdb") == Path("/srv/bi.duckdb")


def test_every_mart_is_published(demo_warehouse: Built) -> None:
    """The last node names every mart of the project, and the file has them with their rows."""
    project = demo_warehouse.project
    marts = {node["name"] for node in project.models.values() if layer(node) == "marts"}
    parents = project.models["model.plr.publication"]["depends_on"]["nodes"]
    named = {key.split(".")[2] for key in parents}
    assert {name for name in named if name != "as_of" and not name.startswith("int_")} == marts
    published = demo_warehouse.folder / "publication" / "plr.duckdb"
    with duckdb.connect(str(published), read_only=True) as connection:
        found = dict(
            connection.execute("select table_name, row_count from marts.publication").fetchall()
        )
    assert set(found) == marts
    for name, rows in found.items():
        assert demo_warehouse.rows(f"select count(*) from marts.{name}") == [(rows,)]


def test_every_test_gates_the_publication(demo_warehouse: Built) -> None:
    """What is tested is an ancestor of the last node, so a failed test of any kind stops it."""
    manifest = demo_warehouse.project.manifest
    ancestors: set[str] = set()
    open_ = ["model.plr.publication"]
    while open_:
        for parent in manifest["parent_map"].get(open_.pop(), ()):
            if parent not in ancestors:
                ancestors.add(parent)
                open_.append(parent)
    loose = {
        f"{test['name']} on {parent}"
        for test in demo_warehouse.project.tests.values()
        if test["config"]["severity"].lower() == "error"
        for parent in test["depends_on"]["nodes"]
        if parent not in ancestors and parent != "model.plr.publication"
    }
    assert not loose
