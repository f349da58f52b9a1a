"""What makes a company have a failure mode as a whole, or not: the dials of the scripts.

One function per dial. Without ``Scale.patterns`` each gives what the demo company does. With it,
each mode turns dials of its own and clears the specification's company rule by a wide margin on
either side:

expansion orphans        share of accounts that outgrew their seats and were not spoken to
conversion black holes   share of the accounts at value that nobody asked; who starts conversions
hollow usage             share of accounts that use more and prove nothing; whether losses announce
                         themselves by falling usage and health, and strike those who use little
borrowed NRR             costs of serving per revenue, while losses become fewer
architecture drift       dates of the rules, motions that fit, live plays, talks per order
product-passive growth   who starts expansions and renewals; heads per revenue
"""

from __future__ import annotations

from collections.abc import Mapping

from plr.demo.scale import Scale

Shares = Mapping[str, float]

ROLES: dict[str, tuple[Shares, Shares]] = {
    "expansion_orphans": (
        {"orphan": 0.16, "emerging": 0.02, "fresh": 0.02, "worked": 0.03, "excluded": 0.02,
         "none": 0.03, "not_assessable": 0.01},
        {"emerging": 0.01, "fresh": 0.02, "worked": 0.12, "excluded": 0.02, "none": 0.06,
         "not_assessable": 0.01},
    ),
    "conversion_black_holes": (
        {"black_hole": 0.26, "black_hole_weak": 0.10, "lost_in_hole": 0.12, "fresh": 0.02,
         "prompted_no_convert": 0.03, "dormant": 0.02, "none": 0.02, "not_assessable": 0.01},
        {"black_hole": 0.01, "fresh": 0.04, "prompted_no_convert": 0.30, "none": 0.03,
         "not_assessable": 0.01},
    ),
    "hollow_usage": (
        {"hollow_diverging": 0.20, "hollow_unproven": 0.16, "proven": 0.02, "steady": 0.02,
         "declining": 0.02, "unmeasured": 0.02},
        {"proven": 0.12, "steady": 0.06, "declining": 0.02, "unmeasured": 0.01},
    ),
    "borrowed_nrr": (
        {"margin_drop": 0.07, "price_only": 0.05, "concession": 0.05, "none": 0.03},
        {"none": 0.06},
    ),
}  # fmt: skip
"""Accounts per state and paying account, where the mode holds and where it does not."""

STARTS: dict[str, tuple[Shares, Shares]] = {
    "conversion": (
        {"product": 0.06, "informed": 0.05, "human": 0.80, "customer": 0.05, "unknown": 0.04},
        {"product": 0.55, "informed": 0.10, "human": 0.15, "customer": 0.16, "unknown": 0.04},
    ),
    "expansion": (
        {"product": 0.04, "informed": 0.24, "human": 0.58, "customer": 0.10, "unknown": 0.04},
        {"product": 0.60, "informed": 0.08, "human": 0.20, "customer": 0.08, "unknown": 0.04},
    ),
    "retention": (
        {"product": 0.03, "informed": 0.16, "human": 0.37, "customer": 0.06, "unknown": 0.03,
         "contract": 0.35},
        {"product": 0.39, "informed": 0.06, "human": 0.12, "customer": 0.05, "unknown": 0.03,
         "contract": 0.35},
    ),
}  # fmt: skip
"""Who starts the orders of a stage: where the mode that lives on it holds, and where not."""

ASKED: Shares = {
    "product": 0.10, "informed": 0.33, "human": 0.20, "customer": 0.33, "unknown": 0.04,
}  # fmt: skip
"""Conversions of a passive company without black holes: answered or asked for, seldom rescued."""


def is_mixed(scale: Scale) -> bool:
    """Whether the company is the demo company's mixture."""
    return scale.patterns is None


def holds(scale: Scale, mode: str) -> bool:
    """Whether a mode was asked for."""
    return scale.patterns is not None and mode in scale.patterns


def lacks(scale: Scale, mode: str) -> bool:
    """Whether the company was asked to be free of a mode."""
    return scale.patterns is not None and mode not in scale.patterns


def role_count(scale: Scale, mode: str, state: str, mixed: int) -> int:
    """How many accounts are planted in a state; ``mixed`` in the mixture."""
    if is_mixed(scale):
        return mixed
    shares = ROLES[mode][lacks(scale, mode)]
    return round(shares.get(state, 0.0) * scale.accounts)


def starters(scale: Scale, stage: str) -> Shares | None:
    """Who starts orders of a stage, in shares; None leaves the stage as the mixture has it."""
    if is_mixed(scale):
        return None
    is_passive = holds(scale, "product_passive_growth")
    if stage == "conversion":
        if holds(scale, "conversion_black_holes"):
            return STARTS[stage][0]
        return ASKED if is_passive else STARTS[stage][1]
    return STARTS["expansion" if stage == "winback" else stage][not is_passive]


def led_share(scale: Scale, mixed: float) -> float:
    """Share of accounts that sales finds first; the others come by themselves and reach value."""
    return mixed if is_mixed(scale) else mixed / 2


def margin_slip(scale: Scale) -> float:
    """By how much of the usual the costs of serving creep up in the last five quarters."""
    if is_mixed(scale):
        return 1.0
    return 1.6 if holds(scale, "borrowed_nrr") else 0.0


def leavers(scale: Scale) -> tuple[int, int]:
    """Accounts that leave in the last year and in the year before it."""
    is_easing = holds(scale, "borrowed_nrr")
    shares = (0.06, 0.21) if is_easing else (0.09, 0.07)
    return round(scale.accounts * shares[0]), round(scale.accounts * shares[1])


def heads_exponent(scale: Scale) -> float:
    """How heads grow per growth of revenue."""
    if is_mixed(scale):
        return 0.55
    return 1.15 if holds(scale, "product_passive_growth") else 0.40


def least_heads(scale: Scale) -> float:
    """Heads below which the company never was, as a share of the last."""
    return 0.32 if is_mixed(scale) else 0.05


def motion_misfits(scale: Scale) -> tuple[float, float, float]:
    """Up to which roll an account's motion fits, is one too many, is one too few."""
    if is_mixed(scale):
        return 0.68, 0.81, 0.96
    return (0.42, 0.70, 0.99) if holds(scale, "architecture_drift") else (0.96, 0.975, 0.99)


def is_play_live(scale: Scale, signal: str, *, mixed: bool) -> bool:
    """Whether a kind of signal leads to a play."""
    if is_mixed(scale):
        return mixed
    return lacks(scale, "architecture_drift") or signal in ("limit_reached", "trial_ending")


def verified_share(scale: Scale) -> float:
    """Share of ordinary accounts' readings of their own result that somebody verified."""
    if is_mixed(scale):
        return 0.7
    return 0.4 if holds(scale, "hollow_usage") else 1.0


def measuring_share(scale: Scale) -> float:
    """Share of ordinary accounts whose own result is measured."""
    if is_mixed(scale):
        return 0.5
    return 0.5 if holds(scale, "hollow_usage") else 0.97
