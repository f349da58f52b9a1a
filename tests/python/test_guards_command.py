"""The guards by hand: `python -m plr.guards check` and `... docs`."""

from __future__ import annotations

from pathlib import Path

import guards_kit as kit
import pytest

from plr.guards import __main__ as command

AS_OF = ("--as-of", kit.AS_OF.isoformat())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the inputs of a company that knows its people and its parameters."""
    rows = kit.clean(5)
    names = ("product_users", "workspaces", "parameters")
    place = kit.write(tmp_path / "inputs", {name: rows[name] for name in names})
    monkeypatch.setenv("PLR_INPUTS", str(place))
    return place


def test_check_is_silent_on_clean_inputs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing critical: exit code 0, and only what is not there is told."""
    assert command.main([*AS_OF, "check"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert all("is not there" in line for line in told)


def test_check_fails_on_what_would_stop_a_build(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A critical finding: exit code 1 and its sentence."""
    kit.write(folder, {"parameters": [{"parameter": "window_dayz", "value": "9"}]})
    assert command.main([*AS_OF, "check"]) == 1
    assert "critical  config.parameters" in capsys.readouterr().out


def test_no_date_to_stand_on_is_told_in_a_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without events and billing the day has to be named."""
    with pytest.raises(SystemExit) as stopped:
        command.main(["check"])
    assert stopped.value.code == 2
    assert "No as-of date" in capsys.readouterr().err


def test_docs_are_pages_of_counts(folder: Path, tmp_path: Path) -> None:
    """Every suite has its pages, the measures too, and no value of a row stands in any of them."""
    rows = kit.clean(5)["product_users"]
    for row in rows:
        row["email"] = "ann.secret@hidden.example"
    rows[1]["user_id"] = rows[0]["user_id"] = "u_telling"
    rows[1]["workspace_id"] = rows[0]["workspace_id"]
    kit.write(folder, {"product_users": rows})
    assert command.main([*AS_OF, "docs", "--out", str(tmp_path / "docs")]) == 0
    index = (tmp_path / "docs" / "index.html").read_text(encoding="utf-8")
    for suite in ("product__product_users", "product__measures", "config__parameters"):
        assert suite in index
    pages = [p.read_text(encoding="utf-8") for p in (tmp_path / "docs").rglob("*.html")]
    assert len(pages) > 8
    for page in pages:
        assert "hidden.example" not in page and "u_telling" not in page
