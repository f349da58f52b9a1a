"""How much more often a case at value pays when something commercial happens: gaps per month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from typing import Any

import pyarrow as pa
from scipy import stats

from plr.scoring.rates import Rate, gap

ALL = "all"


@dataclass(frozen=True)
class Arms:
    """Counts of two arms: cases in each, and those of them that paid (whole numbers)."""

    treated: int
    treated_paid: int
    control: int
    control_paid: int

    def __add__(self, other: Arms) -> Arms:
        """Pool two cells."""
        return Arms(
            self.treated + other.treated,
            self.treated_paid + other.treated_paid,
            self.control + other.control,
            self.control_paid + other.control_paid,
        )

    def smaller(self) -> int:
        """Cases in the smaller arm."""
        return min(self.treated, self.control)


NOTHING = Arms(0, 0, 0, 0)


@dataclass(frozen=True)
class Gap:
    """A row of the model: shares 0..1, gaps -1..1; None where nothing can be said."""

    as_of_month: Any
    peer_group: str
    method: str
    arms: Arms
    rate_with: float | None
    rate_without: float | None
    gap: float | None
    low: float | None
    high: float | None
    stratified: float | None
    stratified_low: float | None
    stratified_high: float | None
    is_validated: bool
    reason: str


def stratified_gap(strata: Iterable[Arms], level: float) -> tuple[float, float, float] | None:
    """Return the difference of paid shares within strata: estimate, low and high.

    Strata are weighted with treated x control / (treated + control) cases (Cochran, Mantel and
    Haenszel), so that a stratum with one arm alone says nothing. The variance takes each share as
    (paid + 1) / (cases + 2), so that it never vanishes; the interval is the normal one of
    probability ``level``. None where no stratum has both arms. Sums are exact (``fsum``), so that
    the order of the strata moves no digit.
    """
    weights, differences, variances = [], [], []
    for cell in strata:
        if not cell.treated or not cell.control:
            continue
        weight = cell.treated * cell.control / (cell.treated + cell.control)
        weights.append(weight)
        differences.append(
            weight * (cell.treated_paid / cell.treated - cell.control_paid / cell.control)
        )
        for paid, cases in (
            (cell.treated_paid, cell.treated),
            (cell.control_paid, cell.control),
        ):
            share = (paid + 1) / (cases + 2)
            variances.append(weight**2 * share * (1 - share) / cases)
    if not weights:
        return None
    total = fsum(weights)
    middle = fsum(differences) / total
    half = float(stats.norm.ppf((1 + level) / 2)) * sqrt(fsum(variances)) / total
    return middle, middle - half, middle + half


def posterior(arms: Arms, parent: Arms, strength: float) -> tuple[Rate, Rate]:
    """Return both rates, each shrunk towards the same arm of ``parent`` (pseudo-cases)."""
    return (
        Rate(arms.treated_paid, arms.treated, _mean(parent.treated_paid, parent.treated), strength),
        Rate(arms.control_paid, arms.control, _mean(parent.control_paid, parent.control), strength),
    )


def _mean(paid: int, cases: int) -> float:
    """Laplace's share, which is never 0 nor 1."""
    return (paid + 1) / (cases + 2)


def of_month(
    month: Any,
    cells: Mapping[tuple[str, str, int], Arms],
    experiments: Sequence[Arms],
    *,
    strength: float,
    level: float,
    min_cell_n: int,
) -> list[Gap]:
    """Return one row for all peers and one for each group.

    ``cells`` maps (peer group, fit grade, usage quintile) to the counts with and without a motion;
    ``experiments`` are treated and control cases as assigned, one entry per experiment. Where both
    arms of the experiments hold ``min_cell_n`` cases they replace what was observed, for every
    group alike. Otherwise the gap of a group is that of its shrunk rates, and it holds only where
    the difference within fit and usage is above zero with the interval of ``level``.
    """
    pooled = sum(cells.values(), NOTHING)
    trial = sum(experiments, NOTHING)
    groups = [ALL, *sorted({group for group, _, _ in cells})]
    if trial.smaller() >= min_cell_n:
        found = stratified_gap(experiments, level)
        assert found is not None
        middle, low, high = found
        reason = (
            f"randomised experiment as assigned: {trial.treated_paid} of {trial.treated} treated "
            f"and {trial.control_paid} of {trial.control} others paid"
        )
        return [
            Gap(
                month, group, "experiment", trial, trial.treated_paid / trial.treated,
                trial.control_paid / trial.control, middle, low, high, middle, low, high, low > 0,
                reason if low > 0 else f"not validated: {reason}",
            )
            for group in groups
        ]  # fmt: skip
    found = stratified_gap(cells.values(), level)
    return [
        _observed(month, group, cells, pooled, found, strength, level, min_cell_n)
        for group in groups
    ]


def _observed(
    month: Any,
    group: str,
    cells: Mapping[tuple[str, str, int], Arms],
    pooled: Arms,
    found: tuple[float, float, float] | None,
    strength: float,
    level: float,
    min_cell_n: int,
) -> Gap:
    """One row from what was observed."""
    arms = sum((a for (peer, _, _), a in cells.items() if group in (ALL, peer)), NOTHING)
    middle, low, high = found or (None, None, None)
    if pooled.smaller() < min_cell_n:
        return Gap(
            month, group, "observed", arms, None, None, None, None, None, middle, low, high, False,
            f"not validated: {pooled.treated} matured cases with a motion and {pooled.control} "
            f"without, {min_cell_n} of each are needed",
        )  # fmt: skip
    # All peers together have no parent, so that a prior would only repeat them.
    treated, control = posterior(arms, pooled, 1.0 if group == ALL else strength)
    mean, gap_low, gap_high = gap(treated, control, level)
    is_validated = low is not None and low > 0
    said = "no cell of fit and usage has both" if middle is None else (
        f"within fit and usage {middle:+.3f} ({low:+.3f} to {high:+.3f})"
    )  # fmt: skip
    return Gap(
        month, group, "observed", arms, treated.mean, control.mean, mean, gap_low, gap_high,
        middle, low, high, is_validated,
        f"{'' if is_validated else 'not validated: '}paid with a motion less without, {said}",
    )  # fmt: skip


COLUMNS = pa.schema(
    [
        ("as_of_month", pa.date32()), ("peer_group", pa.string()), ("method", pa.string()),
        ("with_motion", pa.int64()), ("with_motion_paid", pa.int64()),
        ("without_motion", pa.int64()), ("without_motion_paid", pa.int64()),
        ("rate_with", pa.float64()), ("rate_without", pa.float64()), ("gap", pa.float64()),
        ("gap_low", pa.float64()), ("gap_high", pa.float64()), ("stratified_gap", pa.float64()),
        ("stratified_low", pa.float64()), ("stratified_high", pa.float64()),
        ("is_validated", pa.bool_()), ("reason", pa.string()),
    ]
)  # fmt: skip


@dataclass(frozen=True)
class Month:
    """What was known by the end of one month, and how surely to speak of it."""

    cells: dict[tuple[str, str, int], Arms]
    strength: float
    level: float
    min_cell_n: int


def read_cells(frame: Any) -> dict[Any, Month]:
    """Read int_features__cbh_rates (a pandas frame) into months."""
    months: dict[Any, Month] = {}
    for row in frame.itertuples(index=False):
        month = months.setdefault(
            row.as_of_month,
            Month({}, float(row.prior_strength), float(row.interval_level), int(row.min_cell_n)),
        )
        month.cells[row.peer_group, row.icp_grade, int(row.usage_quintile)] = Arms(
            int(row.with_motion), int(row.with_motion_converted),
            int(row.without_motion), int(row.without_motion_converted),
        )  # fmt: skip
    return months


def read_experiments(frame: Any) -> dict[Any, list[Arms]]:
    """Read int_features__cbh_experiments (a pandas frame) into arms per month."""
    months: dict[Any, list[Arms]] = {}
    for row in frame.sort_values(["as_of_month", "experiment_key"]).itertuples(index=False):
        months.setdefault(row.as_of_month, []).append(
            Arms(
                int(row.treated), int(row.treated_converted),
                int(row.control), int(row.control_converted),
            )
        )  # fmt: skip
    return months


def table(months: Mapping[Any, Month], experiments: Mapping[Any, Sequence[Arms]]) -> list[tuple]:
    """Return the rows of the model in the order of COLUMNS, months and groups in order."""
    rows = []
    for key in sorted(months):
        month = months[key]
        for found in of_month(
            key, month.cells, experiments.get(key, ()), strength=month.strength,
            level=month.level, min_cell_n=month.min_cell_n,
        ):  # fmt: skip
            arms = found.arms
            rows.append(
                (
                    found.as_of_month, found.peer_group, found.method, arms.treated,
                    arms.treated_paid, arms.control, arms.control_paid, found.rate_with,
                    found.rate_without, found.gap, found.low, found.high, found.stratified,
                    found.stratified_low, found.stratified_high, found.is_validated, found.reason,
                )
            )  # fmt: skip
    return rows


def arrow(rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    """Return the rows of ``table`` with the types of COLUMNS, also where there are none."""
    return pa.Table.from_pylist(
        [dict(zip(COLUMNS.names, row, strict=True)) for row in rows], schema=COLUMNS
    )
