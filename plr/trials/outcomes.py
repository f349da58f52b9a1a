"""What the built ledger said about each event of a simulated company, beside the truth."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import duckdb

QUERY = Path(__file__).with_name("outcomes.sql")


@dataclass(frozen=True)
class Outcome:
    """One revenue event. ``said`` and ``actual`` are initiators; ``confidence`` is the mart's."""

    seed: int
    logging: float
    revenue_event_id: str
    stage: str
    event_type: str
    case_name: str
    rule_step: str
    said_class: str
    said: str
    actual_class: str
    actual: str
    is_ambiguous: bool
    is_lost: bool
    is_self_serve: bool
    confidence: float | None
    confidence_band: str
    evidence_class: str
    margin_band: str
    logging_band: str

    @property
    def is_right(self) -> bool:
        """Whether the ledger named the true initiator."""
        return self.said == self.actual


@dataclass(frozen=True)
class Result:
    """One built trial: its outcomes, and how many true events the ledger has no row for."""

    outcomes: list[Outcome]
    true_events: int

    @property
    def matched_share(self) -> float:
        """Share of the true events that were found in the ledger."""
        return len(self.outcomes) / self.true_events


def read(warehouse: Path, inputs: Path, truth: Path, seed: int, logging: float) -> Result:
    """Read one built company; duckdb.Error where the warehouse lacks a relation."""
    columns = [field.name for field in fields(Outcome)][2:]
    with duckdb.connect(str(warehouse), read_only=True) as session:
        found = session.execute(
            f"select {', '.join(columns)} from ({QUERY.read_text(encoding='utf-8')})",
            {"truth": str(truth), "inputs": str(inputs)},
        ).fetchall()
        events = session.execute(
            "select count(*) from read_parquet($truth || '/initiation.parquet')",
            {"truth": str(truth)},
        ).fetchall()[0][0]
    return Result([Outcome(seed, logging, *row) for row in found], events)


def save(result: Result, path: Path) -> None:
    """Keep a result as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps([result.true_events, *(list(asdict(o).values()) for o in result.outcomes)])
    path.write_text(text, encoding="utf-8")


def load(path: Path) -> Result:
    """Read a result that was kept."""
    true_events, *rows = json.loads(path.read_text(encoding="utf-8"))
    return Result([Outcome(*row) for row in rows], true_events)
