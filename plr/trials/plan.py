"""Which companies are simulated, how large, and for what: no seed serves two purposes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plr.demo import Scale

LEVELS = (1.0, 0.75, 0.5)
"""Shares of what people do that they log, in the order in which they are reported."""

CLAIM_SEEDS = (7001, 7002, 7003)
"""Companies on which the claim is reported; used for nothing else."""
FIT_SEEDS = tuple(range(1001, 1061))
"""Companies from which the confidences are fitted."""
JUDGE_SEEDS = tuple(range(5001, 5025))
"""Companies on which the confidences are judged."""
FIRST_DAILY_SEED = 100_000


@dataclass(frozen=True)
class Trial:
    """One company and how much of what its people do is logged."""

    seed: int
    logging: float

    @property
    def scale(self) -> Scale:
        """A company of 120 accounts over 26 months: built in seconds, long enough to renew."""
        return Scale(
            accounts=120, workspaces=360, months=26, events_per_day=30, seed=self.seed,
            logging=self.logging,
        )  # fmt: skip


def trials(seeds: Iterable[int], levels: Iterable[float] = LEVELS) -> list[Trial]:
    """Every company at every level of logging."""
    return [Trial(seed, level) for seed in seeds for level in levels]


def daily_seed(day: date) -> int:
    """The seed of a day's sample trial, far from every other."""
    return FIRST_DAILY_SEED + day.toordinal()
