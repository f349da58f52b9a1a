"""What the trials say, as text, and which goals they meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from plr.trials import measure
from plr.trials.measure import Band, Share
from plr.trials.outcomes import Outcome
from plr.trials.plan import LEVELS

RIGHT_AT_LEAST = 0.97
"""Share of events with the right initiator, everything logged."""
PRODUCT_AT_MOST = 0.01
"""Share called product of orders that a person took and whose human evidence was lost."""
EVENTS_PER_BAND, BANDS_AT_LEAST = 300, 4
INITIATORS = ("product", "human", "customer", "contract", "marketing", "unknown")

Goals = dict[str, bool]


def table(title: str, shares: Mapping[object, Share]) -> list[str]:
    """Lines of one table of shares."""
    return [title, *(f"  {str(key):34}{share}" for key, share in shares.items()), ""]


def confusion(outcomes: Iterable[Outcome]) -> list[str]:
    """Lines of the confusion table: true initiators down, said across."""
    found = measure.confusion(outcomes)
    lines = ["true \\ said  " + "".join(f"{name:>11}" for name in INITIATORS)]
    for actual in INITIATORS:
        cells = "".join(f"{found[actual, said]:11}" for said in INITIATORS)
        lines.append(f"  {actual:11}{cells}")
    return [*lines, ""]


def claim(outcomes: Sequence[Outcome]) -> tuple[list[str], Goals]:
    """The report on companies at every level of logging; outcomes of all levels together."""
    clear = measure.clear(outcomes)
    lines: list[str] = []
    for level in LEVELS:
        here = [o for o in clear if o.logging == level]
        lines += [f"== {level:.0%} of what people do is logged: {measure.right(here)} right", ""]
        lines += table("by company", measure.right_by(here, lambda o: o.seed))
        lines += table("by stage", measure.right_by(here, lambda o: o.stage))
        lines += table("by true class", measure.right_by(here, lambda o: o.actual_class))
        lines += confusion(here)
    full = [o for o in clear if o.logging == max(LEVELS)]
    scarce = [o for o in outcomes if o.logging == min(LEVELS)]
    by_people = measure.called_product(scarce, self_serve=False)
    lines += [
        f"== {min(LEVELS):.0%} logged, the deciding human evidence lost: called product",
        f"  orders that a person took      {by_people}",
        f"  self-serve orders              {measure.called_product(scarce, self_serve=True)}",
        f"  sign-ups                       {measure.signups_called_product(scarce)}",
        "",
        "== mean confidence of what is claimed",
    ]
    surer = []
    for level in LEVELS:
        here = measure.claimed(o for o in outcomes if o.logging == level)
        self_serve = measure.mean_confidence(o for o in here if o.is_self_serve)
        surer.append((measure.mean_confidence(here), self_serve))
        lines.append(
            f"  {level:4.0%} logged: all {surer[-1][0]:.4f}, self-serve orders {self_serve:.4f}"
        )
    per_company = measure.right_by(full, lambda o: o.seed)
    falls = all(a > b for a, b in zip(surer, surer[1:], strict=False))
    falls &= all(a[1] > b[1] for a, b in zip(surer, surer[1:], strict=False))
    goals = {
        f"at least {RIGHT_AT_LEAST:.0%} right in every company where all is logged": all(
            share.value >= RIGHT_AT_LEAST for share in per_company.values()
        ),
        f"at most {PRODUCT_AT_MOST:.0%} of orders taken by people called product": by_people.of > 0
        and by_people.value <= PRODUCT_AT_MOST,
        "confidence falls with logging": falls,
    }
    return lines, goals


def reliability(outcomes: Sequence[Outcome]) -> tuple[list[str], Goals, list[Band]]:
    """The judgement of the confidences on companies they were not fitted on."""
    judged = measure.claimed(outcomes)
    bands = measure.bands(judged)
    large = [band for band in bands if band.events >= EVENTS_PER_BAND]
    score, constant = measure.brier(judged), measure.brier_of_constant(judged)
    lines = [f"{len(judged)} claims", "", "band              events  stated  right   95 % interval"]
    for band in bands:
        low, high = band.interval
        word = "too few" if band not in large else "holds" if band.holds else "MISSES"
        lines.append(
            f"{band.name:16}{band.events:8}  {band.stated:.4f}  {band.observed:.4f}  "
            f"{low:.4f} to {high:.4f}  {word}"
        )
    lines += ["", f"Brier {score:.5f}, of a constant {constant:.5f}", ""]
    goals = {
        f"at least {BANDS_AT_LEAST} bands of {EVENTS_PER_BAND} events": len(large)
        >= BANDS_AT_LEAST,
        "each of them holds": all(band.holds for band in large),
        "Brier score beats a constant": score < constant,
    }
    return lines, goals, bands
