"""A company whose leads pay by a chance that is planted, written as its exports would be.

Every month a lead has a level of use that wanders, and traits that stay. Its chance to pay in the
next month follows from both; what the product records is drawn from them too, with noise. So the
chance of a payment within three months is known for every lead and month end, and a score that is
made from the exports alone can be held against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray
from scipy.special import expit

Array = NDArray[np.float64]
MONTHS = 24
FIRST_MONTH = np.datetime64("2024-01", "M")
PATHS = 40
DEATH = 0.22
WANDER, PULL = 0.45, 0.9
LIMIT = 100.0

CATALOG = [
    ("session_started", None, "session", False, False, False),
    ("plan_edited", "planner", "action", False, False, False),
    ("plan_published", "planner", "action", True, False, False),
    ("flow_run", "flows", "action", False, True, False),
    ("report_opened", "reports", "action", False, False, True),
    ("pricing_viewed", None, "pricing_view", False, False, False),
]


@dataclass(frozen=True)
class Company:
    """What was simulated.

    tables: name of an input table -> the table. truth: workspace_id, as_of_on, planted: the chance
    of a payment in the three months after, as planted.
    """

    tables: dict[str, pa.Table]
    truth: pa.Table


def hazard(level: Array, limit: Array, team: Array, trial: Array, has_signal: bool) -> Array:
    """Return the chance to pay in the next month; a level of NaN is a lead that has left."""
    if not has_signal:
        return np.full(level.shape, 0.012)
    near = np.clip(np.nan_to_num(level) * 0.35 + limit - 0.35, 0, 1)
    logit = -5.3 + 0.85 * np.nan_to_num(level) + 1.2 * near + 0.7 * team + 0.4 * trial
    return np.where(np.isnan(level), 0.0005, expit(logit))


def simulate(seed: int, workspaces: int = 60_000, has_signal: bool = True) -> Company:
    """Simulate one company of ``workspaces`` leads that sign up over two years."""
    rng = np.random.default_rng([seed, 20_251])
    born = rng.integers(0, MONTHS, workspaces)
    limit, team = rng.beta(2, 3, workspaces), (rng.random(workspaces) < 0.35).astype(float)
    trial = (rng.random(workspaces) < 0.4).astype(float)
    level = np.full((workspaces, MONTHS), np.nan)
    paid_month = np.full(workspaces, MONTHS + 9)
    truth: list[dict[str, Any]] = []
    now = np.full(workspaces, np.nan)
    for month in range(MONTHS):
        fresh = born == month
        alive = ~np.isnan(now)
        leaves = alive & (rng.random(workspaces) < DEATH)
        now = np.where(alive, PULL * now + WANDER * rng.normal(size=workspaces), now)
        now = np.where(leaves, np.nan, now)
        now = np.where(fresh, 1.0 * rng.normal(size=workspaces), now)
        level[:, month] = np.where(month < paid_month, now, np.nan)
        open_now = (born <= month) & (paid_month > month)
        chance = hazard(now, limit, team, trial, has_signal)
        pays = open_now & (rng.random(workspaces) < chance)
        here = np.flatnonzero(open_now)
        truth.append(
            {
                "number": here,
                "month": np.full(len(here), month),
                "planted": planted(
                    rng, now[here], limit[here], team[here], trial[here], has_signal
                ),
            }
        )
        paid_month[pays] = month + 1
    ids = np.array([f"ws_{n:06d}" for n in range(workspaces)])
    month_ends = (FIRST_MONTH + np.arange(1, MONTHS + 1)).astype("datetime64[D]") - 1
    known = pa.table(
        {
            "workspace_id": ids[np.concatenate([t["number"] for t in truth])],
            "as_of_on": month_ends[np.concatenate([t["month"] for t in truth])],
            "planted": np.concatenate([t["planted"] for t in truth]),
        }
    )
    tables = product(rng, ids, born, level, limit, team, trial)
    return Company(tables | billing(rng, ids, paid_month), known)


def planted(
    rng: np.random.Generator,
    level: Array,
    limit: Array,
    team: Array,
    trial: Array,
    has_signal: bool,
) -> Array:
    """Return the chance to pay in the next three months, over PATHS ways that use may go."""
    stays = np.ones((PATHS, len(level)))
    now = np.broadcast_to(level, stays.shape).copy()
    for month in range(3):
        if month:
            now = PULL * now + WANDER * rng.normal(size=now.shape)
            now = np.where(rng.random(now.shape) < DEATH, np.nan, now)
        stays *= 1 - hazard(now, limit, team, trial, has_signal)
    return np.asarray(1 - stays.mean(axis=0))


def seconds(month: NDArray[np.int64], rng: np.random.Generator, after: Array) -> NDArray[Any]:
    """Return a moment in each month, not before a share of it has passed."""
    begin = (FIRST_MONTH + month).astype("datetime64[s]")
    length = ((FIRST_MONTH + month + 1).astype("datetime64[s]") - begin).astype(np.int64)
    share = after + (0.999 - after) * rng.random(len(month))
    return np.asarray(begin + (share * length).astype(np.int64)).astype("datetime64[us]")


def product(
    rng: np.random.Generator, ids: NDArray[Any], born: NDArray[np.int64], level: Array,
    limit: Array, team: Array, trial: Array,
) -> dict[str, pa.Table]:  # fmt: skip
    """Write what the product recorded."""
    began = rng.random(len(ids))
    created = seconds(born, rng, began)
    begin = (FIRST_MONTH + born).astype("datetime64[s]")
    length = ((FIRST_MONTH + born + 1).astype("datetime64[s]") - begin).astype(np.int64)
    passed = (created.astype("datetime64[s]") - begin).astype(np.int64) / length
    ends = np.where(trial == 1, created + np.timedelta64(14, "D"), np.datetime64("NaT"))
    tables = {
        "workspaces": pa.table(
            {
                "workspace_id": ids,
                "created_at": created,
                "entry_model": np.where(trial == 1, "free_trial", "freemium"),
                "trial_started_at": np.where(trial == 1, created, np.datetime64("NaT")),
                "trial_ends_at": ends,
            }
        )
    }
    number, month = np.nonzero(~np.isnan(level))
    use = np.exp(level[number, month])
    after = np.where(month == born[number], passed[number], 0.0)
    crowd = 1 + rng.poisson(np.where(team[number] == 1, 1.5, 0.15))
    rates = {
        "session_started": 2.0 * use, "plan_edited": 3.0 * use, "plan_published": 1.2 * use,
        "flow_run": 0.8 * use, "report_opened": 0.25 * use, "pricing_viewed": 0.08 * use**1.5,
    }  # fmt: skip
    places, names = [], []
    for name, rate in rates.items():
        counts = rng.poisson(np.minimum(rate * (1 - after), 40))
        places.append(np.repeat(np.arange(len(number)), counts))
        names.append(np.full(len(places[-1]), name))
    place = np.concatenate(places)
    who = rng.integers(0, crowd[place])
    tables["product_events"] = pa.table(
        {
            "event_id": np.array([f"e{n:08d}" for n in range(len(place))]),
            "occurred_at": seconds(month[place], rng, after[place]),
            "user_id": np.char.add(ids[number[place]], np.char.add("_u", who.astype(str))),
            "workspace_id": ids[number[place]],
            "event_name": np.concatenate(names),
        }
    )
    tables["product_users"] = pa.table(
        {"user_id": np.char.add(ids, "_u0"), "workspace_id": ids, "created_at": created}
    )
    columns = ("event_name", "feature_key", "event_kind", "is_value_event", "is_core_feature",
               "is_premium_gated")  # fmt: skip
    tables["event_catalog"] = pa.table(
        {c: [row[p] for row in CATALOG] for p, c in enumerate(columns)}
    )
    return tables | around(rng, ids, created, number, month, level, limit, after, crowd)


def around(
    rng: np.random.Generator, ids: NDArray[Any], created: NDArray[Any], number: NDArray[np.int64],
    month: NDArray[np.int64], level: Array, limit: Array, after: Array, crowd: NDArray[np.int64],
) -> dict[str, pa.Table]:  # fmt: skip
    """Write invites, limits and their use."""
    place = np.repeat(np.arange(len(number)), rng.poisson(0.6 * (crowd - 1)))
    sent = seconds(month[place], rng, after[place])
    accepted = np.where(
        rng.random(len(place)) < 0.7, sent + np.timedelta64(3600, "s"), np.datetime64("NaT")
    )
    share = np.clip(level[number, month] * 0.35 + limit[number] - 0.35, 0, 1)
    read_at = seconds(month, rng, after)
    noise = rng.normal(scale=0.05, size=len(number))
    return {
        "invites": pa.table(
            {
                "invite_id": np.array([f"i{n:07d}" for n in range(len(place))]),
                "inviter_user_id": np.char.add(ids[number[place]], "_u0"),
                "workspace_id": ids[number[place]],
                "sent_at": sent,
                "accepted_at": accepted,
            }
        ),
        "entitlements": pa.table(
            {
                "workspace_id": ids,
                "product_line": np.full(len(ids), "studio"),
                "plan": np.full(len(ids), "free"),
                "limit_key": np.full(len(ids), "runs"),
                "limit_value": np.full(len(ids), LIMIT),
                "is_hard_limit": np.full(len(ids), True),
                "valid_from": created.astype("datetime64[D]"),
            }
        ),
        "usage_meters": pa.table(
            {
                "workspace_id": ids[number],
                "limit_key": np.full(len(number), "runs"),
                "usage_date": read_at.astype("datetime64[D]"),
                "quantity": np.round(np.clip(share + noise, 0, 1.2) * LIMIT, 2),
            }
        ),
    }


def billing(
    rng: np.random.Generator, ids: NDArray[Any], paid_month: NDArray[np.int64]
) -> dict[str, pa.Table]:
    """Write the first payment of those who pay before the history ends."""
    payers = np.flatnonzero(paid_month < MONTHS)
    at = seconds(paid_month[payers], rng, np.zeros(len(payers)))
    on = at.astype("datetime64[D]")
    customers = np.char.add("c_", ids[payers])
    subscriptions = np.char.add("s_", ids[payers])

    def same(text: str) -> NDArray[Any]:
        return np.full(len(payers), text)

    return {
        "billing_customers": pa.table(
            {"customer_id": customers, "created_at": at, "workspace_id": ids[payers]}
        ),
        "subscriptions": pa.table(
            {
                "subscription_id": subscriptions,
                "customer_id": customers,
                "product_line": same("studio"),
                "plan": same("team"),
                "status": same("active"),
                "started_on": on,
                "currency": same("USD"),
            }  # fmt: skip
        ),
        "subscription_changes": pa.table(
            {
                "change_id": np.char.add("x_", ids[payers]),
                "subscription_id": subscriptions,
                "change_type": same("start"),
                "ordered_at": at,
                "effective_on": on,
                "quantity_after": np.ones(len(payers)),
                "unit_price_after": np.full(len(payers), 100.0),
                "billing_interval": same("month"),
                "order_channel": same("self_serve"),
            }  # fmt: skip
        ),
    }


def write(company: Company, folder: Path) -> None:
    """Write the tables as Parquet files of the input contract."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in company.tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
