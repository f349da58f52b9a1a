"""Whether the expected losses of renewals, as they were told in time, were near what was lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from plr.scoring import quality
from plr.scoring.propensity import Trained
from plr.scoring.quality import Measure


@dataclass(frozen=True)
class Told:
    """One renewal: what was expected before it, and what was lost (shares of its ARR).

    entity: its account; judged_day and matures_day: days since 1970-01-01; mean: the mean expected
    of all renewals then.
    """

    entity: str
    judged_day: int
    matures_day: int
    expected: float
    mean: float
    lost: float


def judge(told: Sequence[Told], day: int, min_cell_n: int) -> Trained:
    """Judge all that was told and had an end by a day; used where it beats telling all the mean."""
    name = f"renewal_loss-{np.datetime64(day, 'D')}"
    known = sorted(
        (t for t in told if t.matures_day <= day),
        key=lambda t: (t.judged_day, t.entity, t.matures_day, t.expected, t.lost),
    )
    losses = sum(t.lost > 0 for t in known)
    count = Measure("judged_positives", float(losses))
    if losses < min_cell_n:
        why = f"{losses} renewals with a loss to judge on, {min_cell_n} are needed"
        return Trained(f"{name}-none", day, None, False, why, (count,))
    expected = np.array([t.expected for t in known])
    mean, lost = np.array([t.mean for t in known]), np.array([t.lost for t in known])
    ones = np.ones(len(known))
    _, clusters = np.unique([t.entity for t in known], return_inverse=True)
    any_loss = (lost > 0).astype(float)
    auc = quality.auc(any_loss, expected, ones, clusters)
    own = quality.brier(lost, expected, ones, clusters)
    flat = quality.brier(lost, mean, ones, clusters)
    measures = (
        auc,
        Measure("squared_error", own.value, own.low, own.high),
        Measure("mean_squared_error", flat.value, flat.low, flat.high),
        Measure("expected_per_observed", float(expected.sum() / max(lost.sum(), 1e-12))),
        count,
    )
    ships = own.value < flat.value and auc.low > 0.5
    words = (
        f"squared error {own.value:.4f} against {flat.value:.4f} of the mean, AUC {auc.value:.3f} "
        f"({auc.low:.3f} to {auc.high:.3f})"
    )
    reason = words if ships else f"does not beat the mean of all: {words}"
    return Trained(
        f"{name}-rates" if ships else f"{name}-none", day, known[-1].matures_day, ships, reason,
        measures, known[0].judged_day, float(any_loss.mean()),
    )  # fmt: skip


def told(
    renewals: Sequence[Mapping[str, Any]], rates: Sequence[Mapping[str, Any]], day_of: Any
) -> list[Told]:
    """Match matured renewals with the rates that were known at the month they were judged in."""
    rates = [{**r, "as_of_month": day_of(r["as_of_month"])} for r in rates]
    cells = {
        (r["as_of_month"], r["peer_group"], r["usage_quintile"], r["hu_class"]): r["p_loss"]
        for r in rates
        if r["p_loss"] is not None
    }
    sums: dict[Any, list[float]] = {}
    for r in rates:
        if r["p_loss"] is not None:
            sums.setdefault(r["as_of_month"], []).append(r["p_loss"] * max(r["renewals"], 0))
    counts: dict[Any, int] = {}
    for r in rates:
        counts[r["as_of_month"]] = counts.get(r["as_of_month"], 0) + max(r["renewals"], 0)
    found = []
    for r in renewals:
        month = day_of(r["judged_month"]) if r["judged_month"] is not None else None
        cell = (month, r["peer_group"], r["usage_quintile"], r["hu_class"])
        if r["loss_share"] is None or cell not in cells or not counts.get(month):
            continue
        mean = sum(sorted(sums[month])) / counts[month]
        found.append(
            Told(
                r["account_id"],
                day_of(r["known_on"]),
                day_of(r["matures_on"]),
                cells[cell],
                mean,
                float(r["loss_share"]),
            )  # fmt: skip
        )
    return found
