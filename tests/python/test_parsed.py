"""A parse that is taken again is the parse that would have been made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import DBT, ROOT, Built, clean_environment

from plr import parsed, parsed_server

FULL = (str(Path(sys.executable).with_name("dbt")),)
VARIABLES = "{as_of_date: 2025-03-31, sweep_thresholds: false}"


def parse(
    program: tuple[str, ...], place: Path, lender: Path | None = None, **more: str
) -> dict[str, Any]:
    """Parse the project for another warehouse and day; return the nodes of the manifest."""
    more |= {"PLR_PARSED": str(lender)} if lender else {}
    done = subprocess.run(
        [*program, "--quiet", "parse", "--vars", VARIABLES, "--target-path", str(place / "target")],
        cwd=ROOT,
        env=clean_environment(PLR_WAREHOUSE=str(place.parent / "plr.duckdb"), PLR_SALT="s", **more),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    manifest = json.loads((place / "target" / "manifest.json").read_text(encoding="utf-8"))
    nodes = manifest["nodes"] | manifest["unit_tests"] | manifest["sources"] | manifest["macros"]
    return {
        name: {key: node[key] for key in node if key not in ("created_at", "build_path")}
        for name, node in nodes.items()
    }


@pytest.mark.slow
def test_a_lent_parse_is_what_a_full_parse_says(demo_warehouse: Built, tmp_path: Path) -> None:
    """Another warehouse, day and switches, by the server: each node is the same but its moment."""
    with parsed_server.running(demo_warehouse.target) as server:
        lent = parse(DBT, tmp_path / "lent", demo_warehouse.target, **server)
        wrong = subprocess.run(
            [*DBT, "build", "--no-such-option"],
            cwd=ROOT,
            env=clean_environment(**server),
            capture_output=True,
            text=True,
            check=False,
        )
    assert server
    assert wrong.returncode == 2
    assert "--no-such-option" in wrong.stdout + wrong.stderr
    full = parse(FULL, tmp_path / "full")
    assert lent.keys() == full.keys()
    assert [name for name in full if str(lent[name]) != str(full[name])] == []


def test_a_parse_is_lent_only_where_there_is_none(tmp_path: Path) -> None:
    """A target folder of its own stays as it is, and nothing is lent from nothing."""
    mine, other = tmp_path / "mine", tmp_path / "other"
    assert not parsed.lend(mine, other)
    other.mkdir()
    (other / parsed.PARSE).write_bytes(b"theirs")
    assert parsed.lend(mine, other)
    (mine / parsed.PARSE).write_bytes(b"mine")
    assert not parsed.lend(mine, other)
    assert (mine / parsed.PARSE).read_bytes() == b"mine"


def test_the_target_is_that_of_dbt(monkeypatch) -> None:
    """Its option before its environment variable before its default."""
    monkeypatch.delenv("DBT_TARGET_PATH", raising=False)
    assert parsed.target_of(["build"]) == Path("target")
    monkeypatch.setitem(os.environ, "DBT_TARGET_PATH", "of_environment")
    assert parsed.target_of(["build"]) == Path("of_environment")
    assert parsed.target_of(["build", "--target-path", "stated"]) == Path("stated")
