"""The demo company: it stands alone, has the contract's shape, and can be written again."""

from __future__ import annotations

import ast
import hashlib
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from plr.contract import load
from plr.demo import Scale, small, write
from plr.demo.dirt import in_2099
from plr.demo.schema import COLUMNS
from plr.demo.tables import ARROW, parse_columns

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "plr" / "demo"
LETTERS = {
    "string": "s", "int": "i", "decimal": "n", "float": "f", "bool": "b", "date": "d",
    "timestamp": "t",
}  # fmt: skip


def digests(folder: Path) -> dict[str, str]:
    """Hash every Parquet file of a folder."""
    return {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.glob("*.parquet"))
    }


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a small company once."""
    folder = tmp_path_factory.mktemp("little")
    write(folder / "in", folder / "truth", small())
    return folder


def test_simulator_imports_nothing_of_the_project_but_itself() -> None:
    """The truth cannot lean on the rules that it judges."""
    for path in sorted(DEMO.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{path.name}: relative import"
                names = [node.module or ""]
            for name in names:
                is_own = name == "plr.demo" or name.startswith("plr.demo.")
                assert not name.startswith("plr") or is_own, f"{path.name} imports {name}"
                assert not name.startswith("dbt"), f"{path.name} imports {name}"


def test_simulator_reads_no_model_seed_or_macro() -> None:
    """It opens no file, so that no threshold can leak in."""
    for path in sorted(DEMO.glob("*.py")):
        text = path.read_text()
        for call in ("read_text(", "read_csv", "open(", "read_parquet", "read_table", "yaml"):
            assert call not in text, f"{path.name} reads files: {call}"


def test_columns_are_those_of_the_contract() -> None:
    """Every table, every column, every type, in the contract's order."""
    expected = {
        table.name: {c.name: LETTERS[c.data_type] for c in table.columns}
        for table in load(ROOT).values()
    }
    assert {name: parse_columns(text) for name, text in COLUMNS.items()} == expected


def test_every_table_has_the_types_of_the_contract(little: Path) -> None:
    """What is written has the declared types."""
    for name, text in COLUMNS.items():
        schema = pq.read_schema(little / "in" / f"{name}.parquet")
        assert {f.name: f.type for f in schema} == {
            c: ARROW[letter] for c, letter in parse_columns(text).items()
        }, name


def test_committed_inputs_are_small_enough() -> None:
    """The repository stays light."""
    size = sum(p.stat().st_size for p in (DEMO / "inputs").glob("*.parquet"))
    assert size <= 8_000_000


def test_same_seed_gives_same_bytes(little: Path, tmp_path: Path) -> None:
    """Two runs write the same files."""
    write(tmp_path / "in", tmp_path / "truth", small())
    for part in ("in", "truth"):
        assert digests(tmp_path / part) == digests(little / part)


def test_another_seed_gives_another_company(little: Path, tmp_path: Path) -> None:
    """The seed matters."""
    write(tmp_path / "in", tmp_path / "truth", small(seed=7))
    assert digests(tmp_path / "truth") != digests(little / "truth")


def test_committed_inputs_are_what_the_simulator_writes(tmp_path: Path) -> None:
    """Nobody edited the committed files by hand."""
    write(tmp_path / "in", tmp_path / "truth", Scale())
    for part, committed in (("in", "inputs"), ("truth", "truth")):
        assert digests(tmp_path / part) == digests(DEMO / committed)


def test_a_leap_day_has_a_place_in_2099() -> None:
    """The row dated 2099 may be drawn from any day of the window."""
    leap_day = datetime(2024, 2, 29, 12, 30)
    assert in_2099(leap_day) == datetime(2099, 2, 28, 12, 30)
    assert in_2099(datetime(2025, 3, 31)) == datetime(2099, 3, 31)
