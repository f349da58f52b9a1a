"""The table of confidences: how often verdicts of a kind were right, drawn towards their like.

A cell is an evidence class, a margin band and a logging band. Its share is drawn towards that of
its class and logging, that towards its class, that towards all verdicts: a cell of few events says
what its like say. Within a class and margin, a verdict is never surer where logging is poorer.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plr.trials.outcomes import Outcome

ANY = "*"
DRAW = 10.0
"""Events by which a cell is drawn towards its like."""
POORER_FIRST = ("poor", "fair", "good")

Cell = tuple[str, str, str]


@dataclass(frozen=True)
class Count:
    """Events of a cell and how many were right."""

    events: int
    hits: int


@dataclass(frozen=True)
class Row:
    """One row of the seed; ``events`` are those of the cell alone."""

    cell: Cell
    confidence: float
    events: int


def parents(cell: Cell) -> Iterable[Cell]:
    """The wider cells of a cell, the nearest first."""
    kind, margin, logging = cell
    wider = ((kind, ANY, logging), (kind, ANY, ANY), (ANY, ANY, ANY))
    seen = {cell}
    for parent in wider:
        if parent not in seen:
            seen.add(parent)
            yield parent


def counted(outcomes: Iterable[Outcome]) -> dict[Cell, Count]:
    """Count every cell and every wider cell."""
    events: dict[Cell, int] = defaultdict(int)
    hits: dict[Cell, int] = defaultdict(int)
    for o in outcomes:
        cell = (o.evidence_class, o.margin_band, o.logging_band)
        for one in (cell, *parents(cell)):
            events[one] += 1
            hits[one] += o.is_right
    return {cell: Count(n, hits[cell]) for cell, n in events.items()}


def drawn(counts: Mapping[Cell, Count]) -> dict[Cell, float]:
    """The share of every cell, drawn towards its nearest wider cell."""
    found: dict[Cell, float] = {}

    def share(cell: Cell) -> float:
        if cell not in found:
            count = counts[cell]
            parent = next(iter(parents(cell)), None)
            if parent is None:
                found[cell] = count.hits / count.events
            else:
                pull = DRAW * share(parent)
                found[cell] = (count.hits + pull) / (count.events + DRAW)
        return found[cell]

    return {cell: share(cell) for cell in counts}


def rising(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The nearest sequence that never falls (pool adjacent violators, weighted least squares)."""
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        blocks.append((value, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (v1, w1, n1), (v2, w2, n2) = blocks[-2:]
            blocks[-2:] = [((v1 * w1 + v2 * w2) / (w1 + w2), w1 + w2, n1 + n2)]
    return [value for value, _, n in blocks for _ in range(n)]


def fit(outcomes: Iterable[Outcome]) -> list[Row]:
    """Fit the table from claims with a clear truth; rows in the order of their cells."""
    counts = counted(outcomes)
    shares = drawn(counts)
    for kind, margin in sorted({cell[:2] for cell in counts}):
        cells = [(kind, margin, band) for band in POORER_FIRST if (kind, margin, band) in counts]
        weights = [counts[cell].events for cell in cells]
        shares |= dict(zip(cells, rising([shares[c] for c in cells], weights), strict=True))
    return [Row(cell, shares[cell], counts[cell].events) for cell in sorted(counts)]


def write(rows: Iterable[Row], basis: str, path: Path) -> None:
    """Write the seed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(
            ("evidence_class", "margin_band", "logging_band", "confidence", "events", "basis")
        )
        for row in rows:
            out.writerow((*row.cell, f"{row.confidence:.6f}", row.events, basis))
