"""The verdict on each lever of growth: which method its units allow, and what it says in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plr.scoring import incrementality as inc

LEVERS = ("prompt", "limit", "sales_assist", "lifecycle_message", "signal_motion")
NO_METHOD = "none"


@dataclass(frozen=True)
class Settings:
    """How sure an interval is (0 to 1), what counts as powered, and how many units are enough."""

    level: float
    wanted_power: float
    min_effect: float
    min_arm: int
    haircut: float


@dataclass(frozen=True)
class Unit:
    """One unit of one experiment with what became of it.

    stratum: what makes units alike before the assignment. before: its outcome in as many days
    before the assignment; None where it was not there yet. baseline: share of outcomes among like
    units before the experiment began (0 to 1); None where there are none.
    """

    lever: str
    experiment_key: str
    is_randomised: bool
    is_treated: bool
    stratum: str
    outcome: bool
    before: bool | None
    baseline: float | None


@dataclass(frozen=True)
class Reading:
    """What one method says of one lever; shares and differences of shares throughout.

    ``sample_size`` counts the units used; the effect is None where the method refuses.
    """

    lever: str
    method: str
    experiments: str
    treated: int
    control: int
    treated_share: float | None
    control_share: float | None
    effect: inc.Effect | None
    incremental: inc.Effect | None
    power: float | None
    detectable: float | None
    is_powered: bool
    verdict: str

    @property
    def sample_size(self) -> int:
        """Units of both arms."""
        return self.treated + self.control


def read(units: Sequence[Unit], settings: Settings) -> list[Reading]:
    """Return the readings of every lever: one per method that its units allow, else a refusal."""
    found = []
    for lever in LEVERS:
        of_lever = [unit for unit in units if unit.lever == lever]
        random = [unit for unit in of_lever if unit.is_randomised]
        chosen = [unit for unit in of_lever if not unit.is_randomised]
        if random:
            found.append(_judge(lever, inc.HOLDOUT, random, settings))
        if chosen:
            watched = [unit for unit in chosen if unit.before is not None]
            method = inc.DIFFERENCES if len(watched) == len(chosen) else inc.MATCHING
            found.append(_judge(lever, method, chosen, settings))
        if not of_lever:
            found.append(_refusal(lever, NO_METHOD, [], "refused: no experiment is on record"))
    return found


def arms(units: Sequence[Unit]) -> inc.Stratum:
    """Return the outcomes of both arms."""
    treated = [unit.outcome for unit in units if unit.is_treated]
    control = [unit.outcome for unit in units if not unit.is_treated]
    return inc.Stratum(inc.Arm(sum(treated), len(treated)), inc.Arm(sum(control), len(control)))


def strata(units: Sequence[Unit], by: str) -> list[inc.Stratum]:
    """Return the arms of each group of units with one ``experiment_key`` or one ``stratum``."""
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        key = (
            unit.experiment_key
            if by == "experiment_key"
            else (f"{unit.experiment_key}/{unit.stratum}")
        )
        groups.setdefault(key, []).append(unit)
    return [arms(groups[key]) for key in sorted(groups)]


def _judge(lever: str, method: str, units: Sequence[Unit], settings: Settings) -> Reading:
    both = arms(units)
    smaller = min(both.treated.trials, both.control.trials)
    if smaller < settings.min_arm:
        why = f"refused: {smaller} units in the smaller arm, at least {settings.min_arm} are needed"
        return _refusal(lever, method, units, why)
    if method == inc.MATCHING:
        units = _matched(units)
        both = arms(units)
        smaller = min(both.treated.trials, both.control.trials)
        if smaller < settings.min_arm:
            why = f"refused: {smaller} units in the smaller arm have a like one in the other"
            return _refusal(lever, method, units, why)
    effect = _effect(method, units, settings)
    base = _baseline(units, both)
    sizes = (both.treated.trials, both.control.trials)
    chance = inc.power(base, settings.min_effect, *sizes, settings.level)
    is_powered = chance >= settings.wanted_power
    return Reading(
        lever=lever,
        method=method,
        experiments=_names(units),
        treated=both.treated.trials,
        control=both.control.trials,
        treated_share=both.treated.share,
        control_share=both.control.share,
        effect=effect,
        incremental=(
            inc.incremental_share(both.treated, both.control, settings.level)
            if method == inc.HOLDOUT
            else None
        ),
        power=chance,
        detectable=inc.detectable(base, *sizes, settings.level, settings.wanted_power),
        is_powered=is_powered,
        verdict=_words(method, effect, settings, is_powered=is_powered),
    )


def _effect(method: str, units: Sequence[Unit], settings: Settings) -> inc.Effect:
    if method == inc.HOLDOUT:
        return inc.pooled(strata(units, "experiment_key"), settings.level)
    if method == inc.DIFFERENCES:
        changes = {
            arm: [
                int(unit.outcome) - int(bool(unit.before))
                for unit in units
                if unit.is_treated is arm
            ]
            for arm in (True, False)
        }
        paired = {
            arm: inc.Paired(sum(found), sum(c * c for c in found), len(found))
            for arm, found in changes.items()
        }
        return inc.difference_in_differences(paired[True], paired[False], settings.level)
    gap = inc.pooled(strata(units, "stratum"), settings.level, by_treated=True)
    return gap.scaled(settings.haircut)


def _matched(units: Sequence[Unit]) -> list[Unit]:
    """Units whose stratum has both arms."""
    present: dict[tuple[str, str], set[bool]] = {}
    for unit in units:
        present.setdefault((unit.experiment_key, unit.stratum), set()).add(unit.is_treated)
    return [unit for unit in units if len(present[unit.experiment_key, unit.stratum]) == 2]


def _baseline(units: Sequence[Unit], both: inc.Stratum) -> float:
    known = [unit.baseline for unit in units if unit.baseline is not None]
    return sum(known) / len(known) if known else both.control.share


def _words(method: str, effect: inc.Effect, settings: Settings, *, is_powered: bool) -> str:
    sure = f"{settings.level:.0%} interval {100 * effect.low:.1f} to {100 * effect.high:.1f} points"
    how = {
        inc.HOLDOUT: "by chance alone who got it",
        inc.DIFFERENCES: "not randomised: holds if both arms would have moved alike",
        inc.MATCHING: (
            f"not randomised: {settings.haircut:.0%} of the gap between like units is believed"
        ),
    }[method]
    if effect.low > 0:
        return f"raises the outcome ({sure}; {how})"
    if effect.high < 0:
        return f"lowers the outcome ({sure}; {how})"
    if is_powered:
        return f"no effect beyond chance ({sure}; {how})"
    return f"cannot say: too few units to see an effect of the size looked for ({sure}; {how})"


def _refusal(lever: str, method: str, units: Sequence[Unit], why: str) -> Reading:
    both = arms(units)
    return Reading(
        lever, method, _names(units), both.treated.trials, both.control.trials,
        None, None, None, None, None, None, False, why,
    )  # fmt: skip


def _names(units: Sequence[Unit]) -> str:
    return ", ".join(sorted({unit.experiment_key for unit in units}))
