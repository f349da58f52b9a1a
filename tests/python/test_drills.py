"""A small sample of the drills (python -m plr.drills); another one every day, its seed printed."""

from __future__ import annotations

import random
from pathlib import Path

import duckdb
import pytest

from plr.drills import __main__ as drills
from plr.drills import _kit, kills, service


@pytest.fixture
def place(tmp_path: Path) -> _kit.Place:
    """A warehouse with two marts of some size, published once."""
    place = _kit.Place(tmp_path)
    with duckdb.connect(str(place.warehouse)) as connection:
        connection.execute(
            "create schema marts;"
            " create table marts.dim_a as select range as id, 'x' || range as name"
            " from range(100000);"
            " create table marts.fct_b (id bigint, amount decimal(28, 8))"
        ).fetchall()
    code, words = place.run(*service._publisher(place, 0))
    assert code == 0, words
    return place


def test_publications_are_killed(place: _kit.Place) -> None:
    """Readers see one whole publication after each kill, and the next publication heals."""
    seed = _kit.daily_seed()
    print(f"seed {seed}")
    assert kills.of_publication(place, 5, random.Random(seed)), f"seed {seed}"


@pytest.mark.parametrize(
    "case", ["publication_disk_full", "two_publications", "long_reader", "clock"]
)
def test_faults_of_publishing(place: _kit.Place, case: str) -> None:
    """The cases that need no build."""
    result = service.CASES[case](place)
    assert result.held, result


def test_drills_list_themselves(capsys: pytest.CaptureFixture[str]) -> None:
    """The command names every drill with what it does; an unknown one is a wrong call."""
    assert drills.main([]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {"kills", "service"} <= {line.split()[0] for line in lines}
    assert all(len(line.split()) > 3 for line in lines)
    assert drills.main(["no_such_drill"]) == 2
    assert service.main(["no_such_case"]) == 2
