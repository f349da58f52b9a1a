"""The board's page and the diagnostic: figures from marts, unknown in words, names as text."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from plr.report import pages, sections
from plr.report.__main__ import main, write

MARTS = re.compile(r"\b(?:from|join)\s+([a-z_.]+)", re.IGNORECASE)


@pytest.fixture(scope="module")
def published(demo_warehouse) -> Path:
    """The publication of the shared build."""
    return demo_warehouse.folder / "publication" / "plr.duckdb"


@pytest.fixture(scope="module")
def written(published, tmp_path_factory) -> dict[str, str]:
    """Both documents in both forms, by file name."""
    out = tmp_path_factory.mktemp("report")
    return {file.name: file.read_text(encoding="utf-8") for file in write(published, out)}


def test_a_section_reads_published_marts_alone():
    """Whatever is not a part of the query itself comes from the schema marts."""
    for section in sections.all_sections():
        own = set(re.findall(r"(\w+) as \(", section.sql))
        read = set(MARTS.findall(section.sql)) - own
        assert read, section.name
        assert all(name.startswith("marts.") for name in read), (section.name, read)


def test_the_board_says_what_the_marts_say(written, published):
    """The headline and the heaviest pattern, read again from the marts by other words."""
    with duckdb.connect(str(published), read_only=True) as connection:
        ((arr, nrr),) = connection.execute(
            "select max_by(arr, quarter), max_by(nrr, quarter) from marts.rpt_board "
            "where is_complete"
        ).fetchall()
        ((name, dollars),) = connection.execute(
            "select failure_mode_name, impact_gm from marts.rpt_pattern_read "
            "where is_heaviest and segment = 'all' order by as_of_month desc limit 1"
        ).fetchall()
    board = written["board.md"]
    assert f"| {arr:,.0f} |" in board and f"| {100 * nrr:.1f} % |" in board
    (row,) = [line for line in board.splitlines() if line.startswith(f"| {name} |")]
    assert f"| {dollars:,.0f} |" in row and "| holds |" in row


def test_the_diagnostic_holds_every_part(written):
    """All that the specification asks of the one document, mode by mode."""
    text = written["diagnostic.md"]
    parts = (
        "The company", "What the figures stand on", "move together", "Who starts what",
        "From sign-up to paid", "What each lever adds", "Does the motion fit", "The Quick Test",
        "Parameters", "cannot be measured", "What to do first", "its assumptions",
    )  # fmt: skip
    for part in parts:
        assert part in text, part
    titles = [line for line in text.splitlines() if line.startswith("## ")]
    assert sum(t.endswith("the twenty accounts that cost most") for t in titles) == 6
    assert sum(t.endswith("is it getting better?") for t in titles) == 6
    assert text.count("where this comes from") == len(titles)
    assert "$failure_mode" not in text


def test_a_name_is_text_and_nothing_else():
    """Mark-up in a customer's name neither breaks a table nor is run."""
    name = "<script>alert(1)</script> | `x` **y** {{ 7 * 7 }}"
    table = sections.Table("t", "n", ("account",), ((name,),), "select 1")
    source = pages.Source("id", "2026-06-30", 1)
    html = pages.render("board", source, [table], "html")
    markdown = pages.render("board", source, [table], "md")
    assert "<script>" not in html and "&lt;script&gt;" in html
    assert "\\<script\\>" in markdown and "\\|" in markdown
    assert "49" not in html + markdown


@pytest.mark.parametrize(
    ("value", "column", "text"),
    [
        (None, "ARR", "unknown"), (None, "NRR %", "unknown"), (True, "holds", "yes"),
        (1.0566, "NRR %", "105.7 %"), (Decimal("30586961.163"), "ARR", "30,586,961"),
        (0, "moved", "0"), (0.142857, "co-movement", "0.143"), (1234, "rows", "1,234"),
    ],
)  # fmt: skip
def test_a_value_is_written_as_a_person_reads_it(value: object, column: str, text: str):
    """Null is a word, shares are per cent, money has no cents."""
    assert sections.cell(value, column) == text


def test_without_a_publication_nothing_is_reported(tmp_path, monkeypatch, capsys):
    """A build that was never published has no report."""
    monkeypatch.setenv("PLR_PUBLICATION", str(tmp_path / "none.duckdb"))
    assert main(["--out", str(tmp_path / "out")]) == 1
    assert "dbt build" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
