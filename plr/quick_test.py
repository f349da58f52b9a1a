"""The Quick Test by hand: seven answers in, the pattern out, with no data and no warehouse.

    python -m plr.quick_test                         asks
    python -m plr.quick_test --answers 1,2,0,3,2,1,2 takes the scores of questions 1 to 7
    python -m plr.quick_test answers.csv             reads the table quick_test_answers

An answer scores 0 (the product carries it) to 3 (nothing does); a dash or a blank leaves the
question open. The file has the columns question_number and score, and respondent and answered_on
where several people or days are in it; or one row per person with the columns q1 to q7. Exit code
0, or 2 where the answers cannot be read.

These are our own seven questions: wording and scoring of the published test are not known.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
HIGHEST = 3
USUAL = (3, 4)
"""Patterns that most teams recognise (published)."""

Answers = Mapping[int, int]


@dataclass(frozen=True)
class Question:
    """One of the seven: its wording, its four answers, and what would prove it."""

    number: int
    failure_mode: str
    text: str
    answers: tuple[str, ...]
    measure: str
    connect: str


@dataclass(frozen=True)
class Mode:
    """A failure mode as people write it, the metric it caps, and its place among ties."""

    key: str
    name: str
    capped_metric: str
    order_of_ties: int


@dataclass(frozen=True)
class Rules:
    """The questions, the modes in the order of ties, and the loads that count."""

    questions: tuple[Question, ...]
    modes: tuple[Mode, ...]
    present_load: Fraction
    suspected_load: Fraction


@dataclass(frozen=True)
class Bar:
    """One mode: its load 0..1, or None where no question about it was answered."""

    mode: Mode
    load: Fraction | None
    state: str


@dataclass(frozen=True)
class PatternRead:
    """Six bars in the order of ties, and the mode that weighs most."""

    bars: tuple[Bar, ...]
    heaviest: Mode | None
    unanswered: tuple[Question, ...]

    @property
    def present(self) -> tuple[Bar, ...]:
        """The bars of patterns that are present."""
        return tuple(bar for bar in self.bars if bar.state == "present")


def hundredths(load: Fraction) -> Fraction:
    """Return the load at two decimals, in which the cuts are stated: two thirds are 0.67."""
    return Fraction(round(load * 100), 100)


def state_of(load: Fraction | None, rules: Rules) -> str:
    """Return present, suspected, clear or unanswered for a load 0..1."""
    if load is None:
        return "unanswered"
    if hundredths(load) >= rules.present_load:
        return "present"
    return "suspected" if hundredths(load) >= rules.suspected_load else "clear"


def pattern_read(answers: Answers, rules: Rules) -> PatternRead:
    """Return the pattern of ``answers`` (question number to score 0..3; open ones are absent).

    A mode's load is the mean score of its answered questions over 3. The heaviest is the largest
    load; among equal ones the umbrella comes last and the others in the order of ties; with no
    load above 0 there is none. Raises ValueError for a question or score that does not exist.
    """
    numbers = {question.number for question in rules.questions}
    for number, score in answers.items():
        if number not in numbers:
            raise ValueError(f"there is no question {number}")
        if score not in range(HIGHEST + 1):
            raise ValueError(f"question {number}: {score} is not one of 0, 1, 2, 3")
    bars = []
    for mode in rules.modes:
        scores = [
            answers[question.number]
            for question in rules.questions
            if question.failure_mode == mode.key and question.number in answers
        ]
        load = Fraction(sum(scores), HIGHEST * len(scores)) if scores else None
        bars.append(Bar(mode, load, state_of(load, rules)))
    loaded = [bar for bar in bars if bar.load]
    heaviest = max(loaded, key=lambda bar: (bar.load, -bar.mode.order_of_ties), default=None)
    return PatternRead(
        tuple(bars),
        heaviest.mode if heaviest else None,
        tuple(question for question in rules.questions if question.number not in answers),
    )


def load_rules(seeds: Path = SEEDS) -> Rules:
    """Read questions, modes and cuts from the project's seeds; nothing else is needed."""
    parameters = {row["parameter"]: row["value"] for row in _rows(seeds / "parameters.csv")}
    questions = tuple(
        Question(
            int(row["question_number"]), row["failure_mode"], row["question"],
            tuple(row[f"answer_{score}"] for score in range(HIGHEST + 1)),
            row["measure"], row["connect"],
        )
        for row in _rows(seeds / "quick_test_questions.csv")
    )  # fmt: skip
    modes = sorted(
        (
            Mode(
                row["failure_mode"], row["failure_mode_name"], row["capped_metric"],
                int(row["order_of_ties"]),
            )
            for row in _rows(seeds / "failure_modes.csv")
        ),
        key=lambda mode: mode.order_of_ties,
    )  # fmt: skip
    return Rules(
        questions, tuple(modes), Fraction(parameters["qt_present_load"]),
        Fraction(parameters["qt_suspected_load"]),
    )  # fmt: skip


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def score_of(text: str) -> int | None:
    """Return the score that a text says, or None for a blank or a dash."""
    said = text.strip()
    if said in ("", "-"):
        return None
    if not said.isdecimal():
        raise ValueError(f"{said!r} is not one of 0, 1, 2, 3")
    return int(said)


def parse(text: str, rules: Rules) -> dict[int, int]:
    """Read scores in the order of the questions, with commas between them."""
    said = text.split(",")
    if len(said) != len(rules.questions):
        raise ValueError(f"{len(said)} answers for {len(rules.questions)} questions")
    scores = {
        question.number: score_of(part)
        for question, part in zip(rules.questions, said, strict=True)
    }
    return {number: score for number, score in scores.items() if score is not None}


def read_answers(path: Path) -> dict[str, dict[int, int]]:
    """Read a file of answers: respondent to question to score, each person's latest answer.

    Raises ValueError where neither form of columns is found.
    """
    rows = _rows(path)
    names = set(rows[0]) if rows else set()
    found: dict[str, dict[int, int]] = {}
    rows.sort(key=lambda row: row.get("answered_on") or row.get("date") or "")
    if {"question_number", "score"} <= names:
        told = [(row, int(row["question_number"]), row["score"]) for row in rows]
    elif {f"q{number}" for number in range(1, 8)} <= names:
        told = [(row, number, row[f"q{number}"]) for row in rows for number in range(1, 8)]
    else:
        raise ValueError(f"{path}: columns question_number and score, or q1 to q7, are needed")
    for row, number, text in told:
        score = score_of(text or "")
        if score is not None:
            found.setdefault(row.get("respondent") or "answers", {})[number] = score
    return found


def ask(rules: Rules, say: Callable[[str], None], listen: Callable[[str], str]) -> dict[int, int]:
    """Put the questions one by one; a blank leaves one open, what is no score is asked again."""
    answers: dict[int, int] = {}
    for question in rules.questions:
        say(f"\n{question.number}. {question.text}")
        for score, answer in enumerate(question.answers):
            say(f"   {score}  {answer}")
        while True:
            try:
                score = score_of(listen("   0 to 3, or blank: "))
            except ValueError as error:
                say(f"   {error}")
                continue
            if score is not None and score > HIGHEST:
                say(f"   {score} is not one of 0, 1, 2, 3")
                continue
            break
        if score is not None:
            answers[question.number] = score
    return answers


def lines_of(found: PatternRead, rules: Rules) -> list[str]:
    """Return the read-out: six bars, the count, the heaviest, what it caps, what to connect."""
    width = max(len(mode.name) for mode in rules.modes)
    lines = ["Pattern read (our own seven questions; the published wording is not known)", ""]
    for bar in found.bars:
        filled = round((bar.load or 0) * 20)
        load = "  - " if bar.load is None else f"{float(bar.load):.2f}"
        lines.append(
            f"  {bar.mode.name:<{width}}  {'#' * filled}{'.' * (20 - filled)}  {load}  {bar.state}"
        )
    lines += ["", f"Present: {len(found.present)} of 6 (most teams: {USUAL[0]} or {USUAL[1]})"]
    lines.append(f"Heaviest: {found.heaviest.name if found.heaviest else 'none'}")
    for bar in found.present:
        lines += ["", f"{bar.mode.name} caps: {bar.mode.capped_metric}"]
        for question in rules.questions:
            if question.failure_mode == bar.mode.key:
                lines.append(f"  proof   {question.measure}")
                lines.append(f"  connect {question.connect}")
    if found.unanswered:
        lines += ["", "Open, to be answered by data:"]
        lines += [f"  {q.number}. {q.measure}: connect {q.connect}" for q in found.unanswered]
    return lines


def main(arguments: Sequence[str]) -> int:
    """Read or ask the answers and say the pattern of each respondent."""
    parser = argparse.ArgumentParser(
        prog="python -m plr.quick_test", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("file", nargs="?", type=Path, help="a CSV file of answers")
    parser.add_argument("--answers", help="seven scores with commas between them")
    chosen = parser.parse_args(arguments)
    rules = load_rules()
    try:
        if chosen.answers is not None:
            people = {"answers": parse(chosen.answers, rules)}
        elif chosen.file is not None:
            people = read_answers(chosen.file)
        else:
            people = {"answers": ask(rules, print, input)}
        found = {name: pattern_read(answers, rules) for name, answers in sorted(people.items())}
    except (OSError, ValueError, EOFError) as error:
        print(f"the answers cannot be read: {error}", file=sys.stderr)
        return 2
    _say(found, rules)
    return 0


def _say(found: Mapping[str, PatternRead], rules: Rules) -> None:
    for name, read in found.items():
        headed: Iterable[str] = [f"\n== {name}"] if len(found) > 1 else [""]
        print("\n".join([*headed, *lines_of(read, rules)]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
