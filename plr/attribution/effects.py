"""What each kind of touch adds, by both game models, as a table."""

from __future__ import annotations

from dataclasses import dataclass

from plr.attribution import markov, shapley
from plr.attribution.journeys import Journeys


@dataclass(frozen=True)
class Effect:
    """The effect of a kind of touch by one model, and why there is none.

    effect: for markov the share of conversions lost without it, for shapley its part of the
    conversion rate, for unique_set conversions; None where the model cannot say.
    """

    attribution_model: str
    touch_type: str
    effect: float | None
    reason: str


def of_journeys(
    journeys: Journeys, order: int = 1, met: shapley.Coalitions | None = None
) -> list[Effect]:
    """Return the effects of all kinds of touch, sorted by model and kind.

    met: the same journeys by their sets of channels, where they have been gathered already. A
    model that cannot say (no journey converted, more kinds than are exact) says why instead.
    """
    if not journeys.channels:
        return []
    made = len(journeys.starts)
    learnt = f"learnt over {made} journeys, {int(journeys.conversions.sum())} of them converting"
    if not journeys.conversions.sum():
        why = f"no journey of {made} converted"
        return [
            Effect(model, channel, None, why)
            for model in ("markov", "shapley", "unique_set")
            for channel in journeys.channels
        ]
    found = [
        Effect("markov", channel, float(effect), learnt)
        for channel, effect in zip(
            journeys.channels,
            markov.removal(markov.chain(journeys, order)).effects,
            strict=True,
        )
    ]
    met = met or shapley.coalitions(journeys)
    if len(journeys.channels) > shapley.MAX_PLAYERS:
        why = f"{len(journeys.channels)} kinds of touch, at most {shapley.MAX_PLAYERS} are exact"
        found += [Effect("shapley", channel, None, why) for channel in journeys.channels]
    else:
        values = shapley.shapley_values(shapley.conversion_rates(met))
        found += [
            Effect("shapley", channel, float(value), learnt)
            for channel, value in zip(journeys.channels, values, strict=True)
        ]
    found += [
        Effect("unique_set", channel, float(value), learnt)
        for channel, value in zip(journeys.channels, shapley.unique_set(met), strict=True)
    ]
    return sorted(found, key=lambda effect: (effect.attribution_model, effect.touch_type))
