"""Which companies are simulated, how large, and for what: no seed serves two purposes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plr.demo import Scale

LEVELS = (1.0, 0.75, 0.5)
"""Shares of what people do that they log, in the order in which they are reported."""

SIZES = ((80, 22), (120, 26), (200, 32))
"""Paying accounts and months."""

CLAIM_SEEDS = (7002, 7005, 7008)
"""Companies on which the claim is reported, one of each size; used for nothing else."""
FIT_SEEDS = tuple(range(1001, 1127))
"""Companies from which the confidences are fitted, a third of them at each level."""
JUDGE_SEEDS = tuple(range(5001, 5064))
"""Companies on which the confidences are judged: twenty-one at each level."""
FIRST_DAILY_SEED = 90_003


@dataclass(frozen=True)
class Trial:
    """One company and how much of what its people do is logged."""

    seed: int
    logging: float

    @property
    def scale(self) -> Scale:
        """A company that is built in seconds and lives long enough to renew, in three sizes."""
        accounts, months = SIZES[self.seed // len(LEVELS) % len(SIZES)]
        return Scale(
            accounts=accounts, workspaces=3 * accounts, months=months, events_per_day=30,
            seed=self.seed, logging=self.logging,
        )  # fmt: skip


def each_at_every_level(seeds: Iterable[int]) -> list[Trial]:
    """The same companies at every level, to see what less logging does to one company."""
    return [Trial(seed, level) for seed in seeds for level in LEVELS]


def each_at_one_level(seeds: Iterable[int]) -> list[Trial]:
    """Another company at every level in turn.

    What logging does not touch happens alike at all levels; a company taken thrice would count such
    events thrice, and intervals that suppose independent events would be too narrow.
    """
    return [Trial(seed, LEVELS[seed % len(LEVELS)]) for seed in seeds]


def daily_seed(day: date) -> int:
    """The seed of a day's sample trial, far from every other; its company is of the middle size."""
    return FIRST_DAILY_SEED + len(LEVELS) * len(SIZES) * day.toordinal()
