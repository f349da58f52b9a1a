"""Which companies are simulated for the failure modes: held-out mixtures, and twelve designed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plr.demo import Scale
from plr.demo.scale import MODES

HELD_OUT_SEEDS = (8103, 8104, 8105)
"""Companies of the demo's mixture and size on which accounts are counted; used for nothing else."""
FIRST_COMPANY_SEED = 8201
"""The seed of the first designed company; the others follow."""
FIRST_DAILY_SEED = 20_000_000
"""Seeds of the days' samples are far from every other."""
ACCOUNTS, MONTHS = 130, 36
"""The smallest company in which twelve months' rates are not chance, with the years they need."""

DESIGN = (
    "++-+++", "-++-++", "+-++-+", "-+-++-", "--+-++", "---+-+",
    "+---+-", "++---+", "+++---", "-+++--", "+-+++-", "------",
)  # fmt: skip
"""Which modes hold, in the order of MODES: the first six columns of the Plackett-Burman design of
twelve runs (Biometrika 33, 1946). Each mode holds in six companies and in six not; each two modes
are together, apart either way and both absent in three companies each, so that no mode can hide
behind another; the last company has none."""


@dataclass(frozen=True)
class Company:
    """One company: the demo's mixture, or with and without given failure modes."""

    name: str
    seed: int
    patterns: frozenset[str] | None = None
    accounts: int = 450

    @property
    def scale(self) -> Scale:
        """Mixtures have the demo's shape; designed ones the same years, few accounts and visits."""
        if self.patterns is None:
            return Scale(self.accounts, round(self.accounts * 22 / 3), MONTHS, seed=self.seed)
        return Scale(
            self.accounts, 2 * self.accounts, MONTHS, events_per_day=1, seed=self.seed,
            patterns=self.patterns,
        )  # fmt: skip


def held_out(seeds: Iterable[int] = HELD_OUT_SEEDS) -> list[Company]:
    """Mixtures in which every state is planted."""
    return [Company(f"mixture {seed}", seed) for seed in seeds]


def modes_of(row: str) -> frozenset[str]:
    """Modes that a row of the design names."""
    return frozenset(mode for mode, sign in zip(MODES, row, strict=True) if sign == "+")


def twelve(first_seed: int = FIRST_COMPANY_SEED) -> list[Company]:
    """The designed companies, each of a seed of its own."""
    return [designed(row, first_seed + k, f"company {k + 1}") for k, row in enumerate(DESIGN)]


def designed(row: str, seed: int, name: str) -> Company:
    """One company of the design."""
    return Company(name, seed, modes_of(row), ACCOUNTS)


def of_the_day(day: date) -> Company:
    """A day's sample: by turns a mixture of a quarter's size and the next row of the design."""
    number = day.toordinal()
    seed = FIRST_DAILY_SEED + number
    if number % 2:
        return designed(DESIGN[number // 2 % len(DESIGN)], seed, "designed")
    return Company(f"mixture {seed}", seed, accounts=120)
