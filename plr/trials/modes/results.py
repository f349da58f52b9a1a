"""What a built company said of its accounts and of itself, beside the truth."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import duckdb

from plr.trials import build
from plr.trials.modes.plan import Company

HERE = Path(__file__).parent
MODELS = ("+fct_failure_mode_accounts", "+rpt_pattern_read", "+bridge_account_identities")


@dataclass(frozen=True)
class State:
    """One planted account and mode; ``said`` is None where the mart has no row for it."""

    failure_mode: str
    company_id: str
    case_name: str
    actual: str
    said: str | None
    is_near_threshold: bool
    is_ambiguous: bool

    @property
    def is_right(self) -> bool:
        """Whether the account stands in its true state; without a row it has none of the mode."""
        return self.said == self.actual or self.said is None and self.actual == "none"


@dataclass(frozen=True)
class Verdict:
    """One mode of a company; ``said`` is None where nothing was measurable."""

    failure_mode: str
    actual: bool
    said: bool | None
    grade: str | None

    @property
    def is_right(self) -> bool:
        """Whether the company was read rightly."""
        return self.said is self.actual


@dataclass(frozen=True)
class Result:
    """One built company; ``verdicts`` is empty for a mixture."""

    name: str
    states: list[State]
    verdicts: list[Verdict]


def read(warehouse: Path, truth: Path, name: str) -> Result:
    """Read one built company; duckdb.Error where the warehouse lacks a relation."""
    with duckdb.connect(str(warehouse), read_only=True) as session:

        def ask(file: str, kind: type) -> list:
            columns = ", ".join(field.name for field in fields(kind))
            text = (HERE / file).read_text(encoding="utf-8")
            rows = session.execute(f"select {columns} from ({text})", {"truth": str(truth)})
            return [kind(*row) for row in rows.fetchall()]

        return Result(name, ask("states.sql", State), ask("verdicts.sql", Verdict))


def run(place: Path, company: Company) -> Result:
    """Simulate, build and read one company; RuntimeError with dbt's words where it fails."""
    build.company(place, company.scale, MODELS)
    return read(place / "plr.duckdb", place / "truth", company.name)


def save(result: Result, path: Path) -> None:
    """Keep a result as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(result)), encoding="utf-8")


def load(path: Path) -> Result:
    """Read a result that was kept."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return Result(
        found["name"],
        [State(**row) for row in found["states"]],
        [Verdict(**row) for row in found["verdicts"]],
    )
