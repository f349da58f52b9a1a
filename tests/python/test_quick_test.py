"""The Quick Test by hand: worked cases, and the command without any warehouse."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from plr import quick_test

RULES = quick_test.load_rules()
NAMES = {
    "EO": "expansion_orphans", "HU": "hollow_usage", "CBH": "conversion_black_holes",
    "BN": "borrowed_nrr", "AD": "architecture_drift", "PPG": "product_passive_growth",
}  # fmt: skip


def states(found: quick_test.PatternRead) -> dict[str, str]:
    """Mode to its state."""
    return {bar.mode.key: bar.state for bar in found.bars}


# Questions in order: EO, CBH, HU, BN, AD, PPG, PPG. Loads: score / 3, PPG the mean of its two.
WORKED = [
    # .33 .67 0 1 .67 .50: three present, one suspected
    ("1,2,0,3,2,1,2", {"CBH", "BN", "AD"}, {"PPG"}, "BN"),
    # all thirds: 0.33 is no suspicion, 0.67 is presence
    ("1,1,1,1,1,1,1", set(), set(), "EO"),
    ("2,2,2,2,2,2,2", {"EO", "HU", "CBH", "BN", "AD", "PPG"}, set(), "EO"),
    # nothing at all
    ("0,0,0,0,0,0,0", set(), set(), None),
    # PPG is as heavy as CBH and AD, and comes last; among those two CBH comes first
    ("0,3,0,0,3,3,3", {"CBH", "AD", "PPG"}, set(), "CBH"),
    # HU before CBH
    ("0,3,3,0,0,0,0", {"HU", "CBH"}, set(), "HU"),
    # PPG alone: (1 + 3) / 6 = .67 is present, (0 + 3) / 6 = .50 and (0 + 2) / 6 = .33
    ("0,0,0,0,0,1,3", {"PPG"}, set(), "PPG"),
    ("0,0,0,0,0,0,3", set(), {"PPG"}, "PPG"),
    ("0,0,0,0,0,0,2", set(), set(), "PPG"),
    # open questions: BN unknown, PPG by its one answer
    ("-,,0,-,0,-,3", {"PPG"}, set(), "PPG"),
]


@pytest.mark.parametrize(("said", "present", "suspected", "heaviest"), WORKED)
def test_worked_cases(
    said: str, present: set[str], suspected: set[str], heaviest: str | None
) -> None:
    """Computed by hand beside each case."""
    found = quick_test.pattern_read(quick_test.parse(said, RULES), RULES)
    assert {bar.mode.key for bar in found.present} == {NAMES[name] for name in present}
    assert {k for k, s in states(found).items() if s == "suspected"} == {
        NAMES[name] for name in suspected
    }
    assert (found.heaviest.key if found.heaviest else None) == (
        NAMES[heaviest] if heaviest else None
    )


def test_an_open_question_is_no_zero() -> None:
    """A mode without an answer has no load and says what to connect."""
    found = quick_test.pattern_read({1: 0}, RULES)
    loads = {bar.mode.key: bar.load for bar in found.bars}
    assert loads["expansion_orphans"] == 0 and loads["borrowed_nrr"] is None
    assert states(found)["borrowed_nrr"] == "unanswered"
    assert [question.number for question in found.unanswered] == [2, 3, 4, 5, 6, 7]


@given(st.lists(st.integers(0, 3), min_size=7, max_size=7))
def test_the_heaviest_has_the_largest_load(scores: list[int]) -> None:
    """And the umbrella wins no tie."""
    found = quick_test.pattern_read(dict(enumerate(scores, 1)), RULES)
    loads = {bar.mode.key: bar.load or Fraction(0) for bar in found.bars}
    if found.heaviest is None:
        assert not any(loads.values())
        return
    assert loads[found.heaviest.key] == max(loads.values())
    if found.heaviest.key == NAMES["PPG"]:
        assert all(v < loads[NAMES["PPG"]] for k, v in loads.items() if k != NAMES["PPG"])


@pytest.mark.parametrize("answers", [{8: 1}, {1: 4}, {1: -1}])
def test_what_is_no_answer_is_refused(answers: dict[int, int]) -> None:
    """A question or score that does not exist."""
    with pytest.raises(ValueError, match="question"):
        quick_test.pattern_read(answers, RULES)


def test_questions_cover_the_six_modes() -> None:
    """Seven questions, one per mode and two for the umbrella, each with four answers."""
    assert [question.number for question in RULES.questions] == list(range(1, 8))
    asked = [question.failure_mode for question in RULES.questions]
    assert set(asked) == {mode.key for mode in RULES.modes} == set(NAMES.values())
    assert asked.count(NAMES["PPG"]) == 2
    assert all(len(q.answers) == 4 and all(q.answers) for q in RULES.questions)


def run(*arguments: str, said: str = "", folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the command where there is no warehouse, without dbt or DuckDB in reach."""
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1));"
        "sys.modules['duckdb'] = sys.modules['dbt'] = None;"
        "from plr import quick_test; sys.exit(quick_test.main(sys.argv[1:]))"
    )
    return subprocess.run(
        [sys.executable, "-c", code, str(ROOT), *arguments], cwd=folder, input=said,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_command_reads_out_at_once_without_data(tmp_path: Path) -> None:
    """Six bars, the count, the heaviest, what it caps and what to connect."""
    found = run("--answers", "1,2,0,3,2,1,2", folder=tmp_path)
    assert found.returncode == 0, found.stderr
    assert sum("#" in line or "...." in line for line in found.stdout.splitlines()) == 6
    assert "Present: 3 of 6 (most teams: 3 or 4)" in found.stdout
    assert "Heaviest: Borrowed NRR" in found.stdout
    assert "Borrowed NRR caps: Gross margin" in found.stdout
    assert "connect gl_months" in found.stdout
    assert "our own seven questions" in found.stdout


def test_the_command_asks_where_nothing_is_given(tmp_path: Path) -> None:
    """What is no score is asked again; a blank leaves the question open."""
    found = run(said="2\n9\nx\n\n3\n-\n1\n0\n0\n", folder=tmp_path)
    assert found.returncode == 0, found.stderr
    assert "9 is not one of 0, 1, 2, 3" in found.stdout
    assert "'x' is not one of 0, 1, 2, 3" in found.stdout
    assert "Heaviest: Hollow Usage" in found.stdout
    assert "Open, to be answered by data" in found.stdout


def test_a_file_holds_several_people_and_their_latest_answers(tmp_path: Path) -> None:
    """In the shape of quick_test_answers, and with one row per person."""
    long = tmp_path / "long.csv"
    long.write_text(
        "respondent,answered_on,question_number,score\n"
        "ceo,2026-02-01,1,0\nceo,2026-01-01,1,3\ncs,2026-01-01,7,3\n",
        encoding="utf-8",
    )
    assert quick_test.read_answers(long) == {"ceo": {1: 0}, "cs": {7: 3}}
    wide = tmp_path / "wide.csv"
    wide.write_text(
        "respondent,date,q1,q2,q3,q4,q5,q6,q7\nceo,2026-01-01,1,2,0,3,2,1,\n", encoding="utf-8"
    )
    assert quick_test.read_answers(wide) == {"ceo": {1: 1, 2: 2, 3: 0, 4: 3, 5: 2, 6: 1}}
    assert "== ceo" in run(str(long)).stdout


@pytest.mark.parametrize(
    "arguments", [("--answers", "1,2"), ("--answers", "1,2,0,3,2,1,5"), ("no.csv",)]
)
def test_what_cannot_be_read_is_said(arguments: tuple[str, ...]) -> None:
    """Exit code 2 and one line, never a traceback."""
    found = run(*arguments)
    assert found.returncode == 2
    assert found.stderr.startswith("the answers cannot be read") and "Traceback" not in found.stderr
