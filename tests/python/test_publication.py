"""Publishing: all marts or none, only after every test, and never under a reader's feet."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import Built

from plr import input_files, publish
from plr.checks.project import layer
from plr.publish import PublicationError, Store, chain, writing
from plr.publish.__main__ import history_lines, main

DAY = date(2026, 6, 30)
MORNING = datetime(2026, 7, 1, 6)


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
    """A publication has every mart, empty ones too, as Parquet too, and its own description."""
    target = tmp_path / "publication" / "plr.duckdb"
    tables = publish.publish(marts, ["fct_b", "dim_a"], target, DAY, now=MORNING)
    assert [(table.table_name, table.row_count) for table in tables] == [
        ("dim_a", 1000),
        ("fct_b", 0),
    ]
    assert published_rows(target) == 1000
    with duckdb.connect(str(target), read_only=True) as connection:
        stated = connection.execute("select * from marts.publication order by 2").fetchall()
        history = connection.execute(
            "select number, action, publication_id, published_at, as_of_on, table_name, row_count,"
            " content_hash from marts.publication_history order by table_name"
        ).fetchall()
        copies = connection.execute(
            f"select count(*) from '{tmp_path}/publication/plr_parquet/dim_a.parquet'"
        ).fetchall()
    assert stated == [tuple(vars(table).values()) for table in tables]
    assert history == [
        (1, "published", t.publication_id, MORNING, DAY, t.table_name, t.row_count, t.content_hash)
        for t in tables
    ]
    assert copies == [(1000,)]
    assert sorted(path.name for path in target.parent.iterdir()) == [
        "plr.duckdb",
        "plr_parquet",
        "plr_versions",
    ]
    assert {path.name for path in (target.parent / "plr_versions").iterdir()} == {
        "000001",
        "current",
        ".lock",
    }
    files = [path for path in (target.parent / "plr_versions" / "000001").rglob("*.*")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o444}


def test_same_contents_bear_the_same_id(marts: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """Row order does not matter, nor does the clock; one changed value does."""
    target = tmp_path / "plr.duckdb"
    first = publish.publish(marts, ["dim_a"], target, DAY)
    marts.execute(
        "create or replace table marts.dim_a as from marts.dim_a order by id + 0 desc"
    ).fetchall()
    assert publish.publish(marts, ["dim_a"], target, DAY) == first
    assert Store(target).numbers() == [1]
    marts.execute("update marts.dim_a set name = null where id = 7").fetchall()
    changed = publish.publish(marts, ["dim_a"], target, DAY)
    assert changed[0].publication_id != first[0].publication_id
    assert Store(target).numbers() == [1, 2]


def test_readers_are_never_disturbed(marts: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """A process with the old file open reads it to the end, though it is no longer kept."""
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
            "print(c.execute('select count(name) from marts.dim_a').fetchall()[0][0])\n",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout is not None
    assert reader.stdout.readline().strip() == "1000"
    for left in (30, 20, 10):
        marts.execute(f"delete from marts.dim_a where id >= {left}").fetchall()
        publish.publish(marts, ["dim_a"], target, DAY, keep=1)
    assert published_rows(target) == 10
    assert Store(target).numbers() == [4]
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
    honest = writing.write

    def forgetful(*arguments: Any) -> None:
        honest(*arguments)
        with duckdb.connect(str(arguments[3])) as connection:
            connection.execute("delete from marts.dim_a where id = 3").fetchall()

    monkeypatch.setattr(writing, "write", forgetful)
    with pytest.raises(PublicationError, match="dim_a: 9 rows in the new file, 10 in Parquet"):
        publish.publish(marts, ["dim_a"], target, DAY)
    assert published_rows(target) == 1000
    assert Store(target).numbers() == [1]
    monkeypatch.undo()
    publish.publish(marts, ["dim_a"], target, DAY)
    assert published_rows(target) == 10


def test_no_room_says_what_to_do(
    marts: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk leaves the old publication whole and nothing half-made, and says how to go on."""
    target = tmp_path / "plr.duckdb"
    publish.publish(marts, ["dim_a"], target, DAY)
    marts.execute("delete from marts.dim_a where id >= 10").fetchall()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "write", full)
    with pytest.raises(PublicationError, match=r"No space left.*still have publication 1.*retry"):
        publish.publish(marts, ["dim_a"], target, DAY)
    assert published_rows(target) == 1000
    assert not list(tmp_path.rglob(".making*"))


def test_a_roll_back_is_a_publication(
    marts: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers get the old contents under a new number; history, by day and clock, tells of it."""
    target = tmp_path / "plr.duckdb"
    first = publish.publish(marts, ["dim_a"], target, DAY, now=MORNING)
    marts.execute("delete from marts.dim_a where id >= 10").fetchall()
    publish.publish(marts, ["dim_a"], target, DAY, now=MORNING + timedelta(days=1))
    assert publish.roll_back(target, 1, now=datetime(2001, 1, 1)) == 3
    assert published_rows(target) == 1000
    with duckdb.connect(str(target), read_only=True) as connection:
        history = connection.execute(
            "select number, action, publication_id from marts.publication_history order by number"
        ).fetchall()
    assert history[0][2] == history[2][2] == first[0].publication_id != history[1][2]
    assert [row[:2] for row in history] == [
        (1, "published"),
        (2, "published"),
        (3, "rolled back to 1"),
    ]
    lines = list(history_lines(Store(target)))
    assert lines[2].endswith("rolled back to 1  current, the clock had gone back")
    publish.publish(marts, ["dim_a"], target, DAY)
    assert (published_rows(target), Store(target).current()) == (10, 4)
    with pytest.raises(PublicationError, match="publication 9 is not kept .* there are 1, 2, 3, 4"):
        publish.roll_back(target, 9)
    monkeypatch.setenv("PLR_PUBLICATION", str(target))
    assert main(["rollback", "2"]) == main(["list"]) == main(["restatements"]) == 0
    assert main(["rollback", "99"]) == 1


def test_a_roll_back_takes_an_old_file_as_it_is(
    marts: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Where somebody was erased from a kept publication, going back to it brings nobody back."""
    target = tmp_path / "plr.duckdb"
    first = publish.publish(marts, ["dim_a"], target, DAY)
    marts.execute("delete from marts.dim_a where id >= 10").fetchall()
    publish.publish(marts, ["dim_a"], target, DAY)
    Store(target).file_of(1).chmod(0o644)
    with duckdb.connect(str(Store(target).file_of(1))) as connection:
        connection.execute("update marts.dim_a set name = null where id = 7").fetchall()
    publish.roll_back(target, 1)
    with duckdb.connect(str(target), read_only=True) as connection:
        stated = connection.execute("select publication_id from marts.publication").fetchall()
        erased = connection.execute("select count(*) - count(name) from marts.dim_a").fetchall()
    assert erased == [(1,)]
    assert stated != [(first[0].publication_id,)]


def test_what_was_interrupted_is_cleared_away(
    marts: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Half-made folders, and whole ones that readers never got, go; the numbers stay in order."""
    target = tmp_path / "plr.duckdb"
    store = Store(target)
    publish.publish(marts, ["dim_a"], target, DAY)
    (store.folder / ".making" / "parquet").mkdir(parents=True)
    shutil.copytree(store.folder_of(1), store.folder_of(2))
    (store.folder / ("current" + ".making_link")).symlink_to("000002")
    target.unlink()
    marts.execute("delete from marts.dim_a where id >= 10").fetchall()
    publish.publish(marts, ["dim_a"], target, DAY)
    assert (published_rows(target), store.numbers(), store.current()) == (10, [1, 2], 2)
    assert not list(tmp_path.rglob(".making*")) and not list(tmp_path.rglob("*_link"))


def test_a_lost_or_harmed_publication_is_survived(
    marts: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """A harmed file is replaced by the next publication; a lost pointer is asked for."""
    target = tmp_path / "plr.duckdb"
    store = Store(target)
    for left in (1000, 20):
        marts.execute(f"delete from marts.dim_a where id >= {left}").fetchall()
        publish.publish(marts, ["dim_a"], target, DAY)
    store.file_of(2).chmod(0o644)
    store.file_of(2).write_bytes(b"harmed")
    marts.execute("delete from marts.dim_a where id >= 10").fetchall()
    publish.publish(marts, ["dim_a"], target, DAY)
    assert (published_rows(target), store.current()) == (10, 3)
    (store.folder / "current").unlink()
    with pytest.raises(PublicationError, match="choose one of 1, 2, 3"):
        publish.publish(marts, ["dim_a"], target, DAY)
    assert publish.roll_back(target, 3) == 4
    assert published_rows(target) == 10


def test_a_file_held_for_writing_is_not_taken_for_a_harmed_one(
    marts: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Who opened the published file to write stops the next publication, which says so."""
    target = tmp_path / "plr.duckdb"
    publish.publish(marts, ["dim_a"], target, DAY)
    marts.execute("delete from marts.dim_a where id >= 10").fetchall()
    Store(target).file_of(1).chmod(0o644)
    held = f"import duckdb; c = duckdb.connect({str(target)!r}); print(1, flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", held], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "1\n"
        with pytest.raises(PublicationError, match="publication 1 is open for writing"):
            publish.publish(marts, ["dim_a"], target, DAY)
        holder.communicate("\n")
    publish.publish(marts, ["dim_a"], target, DAY)
    assert (published_rows(target), Store(target).current()) == (10, 2)


def test_two_publications_wait_for_each_other(tmp_path: Path) -> None:
    """One at a time; who waits too long says so."""
    store = Store(tmp_path / "plr.duckdb")
    with (
        store.locked(),
        pytest.raises(PublicationError, match="wait for it to end, then `dbt retry`"),
        Store(tmp_path / "plr.duckdb").locked(patience=0.3),
    ):
        pass


def test_a_plain_file_of_before_becomes_a_publication(
    marts: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Where a file stands in the place of the link, it is replaced in one step."""
    target = tmp_path / "plr.duckdb"
    duckdb.connect(str(target)).close()
    publish.publish(marts, ["dim_a"], target, DAY)
    assert target.is_symlink() and published_rows(target) == 1000


def test_how_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A number from the environment; anything else is refused in words."""
    monkeypatch.setenv("PLR_PUBLICATIONS_KEPT", "3")
    assert publish.kept() == 3
    monkeypatch.setenv("PLR_PUBLICATIONS_KEPT", "none")
    with pytest.raises(PublicationError, match="is 'none'; it is a number"):
        publish.kept()


def test_a_retry_goes_on_with_what_came_to_its_end() -> None:
    """A build publishes what it built; a retry only where no run since was killed."""
    begun = [("a", "build", True), ("b", "build", False)]
    assert chain.why_broken(begun, run="b", first="b", on_record="a") == ""
    assert chain.why_broken(begun, run="b", first="a", on_record="a") == ""
    again = [("a", "build", True), ("b", "retry", True), ("c", "retry", False)]
    assert chain.why_broken(again, run="c", first="a", on_record="b") == ""
    killed = [
        ("a", "build", True),
        ("k", "run", False),
        ("b", "retry", True),
        ("c", "retry", False),
    ]
    assert "a `dbt run` after" in chain.why_broken(killed[:3], run="b", first="a", on_record="a")
    assert "a `dbt run` after" in chain.why_broken(killed, run="c", first="a", on_record="b")
    assert "Run `dbt build`" in chain.why_broken(again, run="c", first="a", on_record="a")
    assert "Run `dbt build`" in chain.why_broken(again, run="c", first="", on_record="b")


def test_inputs_that_change_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that came, went or grew are named; a file that is no table of the contract is not."""
    monkeypatch.setenv("PLR_INPUTS", str(tmp_path))
    (tmp_path / "product_events").mkdir()
    for name in ("payments.csv", "tickets.csv", "product_events/2026-06-01.csv", "notes.csv"):
        (tmp_path / name).write_text("a\n", encoding="utf-8")
    before = input_files.standing()
    assert [file.name for file in before] == [
        "payments.csv",
        "product_events/2026-06-01.csv",
        "tickets.csv",
    ]
    assert input_files.why_mixed(input_files.changes(before, input_files.standing())) == ""
    (tmp_path / "payments.csv").write_text("a\nb\n", encoding="utf-8")
    (tmp_path / "tickets.csv").unlink()
    (tmp_path / "product_events" / "2026-06-02.csv").write_text("a\n", encoding="utf-8")
    (tmp_path / "notes.csv").write_text("b\n", encoding="utf-8")
    changes = input_files.changes(before, input_files.standing())
    assert changes == [
        "payments.csv changed (2 bytes, now 4)",
        "product_events/2026-06-02.csv came",
        "tickets.csv vanished",
    ]
    assert "nothing was published" in input_files.why_mixed(changes)


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
    others = {"as_of", "input_files"}
    assert {name for name in named if name not in others and not name.startswith("int_")} == marts
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


CRASHES = """
import os, signal, sys
from datetime import date
from pathlib import Path
import duckdb
from plr import publish
from plr.publish import store

target, steps = Path(sys.argv[1]), ("replace", "fsync", "symlink_to", "chmod", "rmtree", "unlink")


def make(rows, stop):
    left = [stop]

    def counted(do):
        def step(*arguments, **named):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return do(*arguments, **named)
        return step

    for module, name in ((os, "replace"), (os, "fsync"), (Path, "symlink_to"), (Path, "chmod"),
                         (store.shutil, "rmtree"), (Path, "unlink")):
        setattr(module, name, counted(getattr(module, name)))
    connection = duckdb.connect()
    connection.execute("create schema marts").fetchall()
    for name in ("dim_a", "fct_b"):
        connection.execute(f"create table marts.{name} as from range({rows})").fetchall()
    publish.publish(connection, ["dim_a", "fct_b"], target, date(2026, 6, 30), keep=2)
    return stop - left[0]


def forked(do, *arguments):
    child = os.fork()  # a connection must not live on in the process that forks
    if child == 0:
        os._exit(do(*arguments) or 0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def read(rows):
    with duckdb.connect(str(target), read_only=True) as connection:
        found = {connection.execute(f"select count(*) from marts.{name}").fetchall()[0][0]
                 for name in ("dim_a", "fct_b")}
    return 2 if len(found) > 1 or max(found) > rows else 1 if max(found) < rows else 0


def publish_or_die(rows, stop):
    make(rows, stop)


assert forked(publish_or_die, 1, 0) == 0
stop, seen = 0, []
while True:
    stop += 1
    ended = forked(publish_or_die, stop + 1, stop)
    assert ended in (0, -signal.SIGKILL), f"step {stop}: what the kill before left is in the way"
    seen.append(forked(read, stop + 1))
    assert seen[-1] in (0, 1), f"step {stop}: readers saw a mixture or nothing"
    if ended == 0:
        break
assert seen.pop() == 0
kept = sorted(path.name for path in target.with_name("plr_versions").iterdir())
assert len(kept) == 4 and ".making" not in kept, kept
print(stop - 1, seen.count(1), seen.count(0))
"""


def test_a_kill_at_any_step_leaves_one_whole_publication(tmp_path: Path) -> None:
    """Killed before each flush, rename, link and removal in turn; the next begins where it died."""
    done = subprocess.run(
        [sys.executable, "-c", CRASHES, str(tmp_path / "plr.duckdb")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    steps, old, new = map(int, done.stdout.split())
    assert steps == old + new
    assert old > 10 and new >= 2, "kills before and after the moment at which readers get it"
