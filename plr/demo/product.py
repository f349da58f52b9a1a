"""What the product records: events, entitlements and meters, from who was there and how often.

People visit at a steady pace with jitter, so that the amount of activity is what the script says
and not what chance makes of it; where use is to be steady they come on the same days of each
window. All of this is arrays; the only loop is over spans.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from plr.demo import catalog
from plr.demo.billing import Book, Subscription
from plr.demo.scale import vector_stream
from plr.demo.tables import DAY_US
from plr.demo.world import Workspace, World

BASE_PERIOD = 14.0
"""Days between two visits of an ordinary person."""

STUDIO, INSIGHTS, FLOWS = 0, 1, 2


@dataclass(frozen=True)
class Spans:
    """Who visits from when to when: one entry per person and phase, as parallel arrays."""

    person: np.ndarray
    workspace: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    rate: np.ndarray
    value: np.ndarray
    lines: np.ndarray
    is_even: np.ndarray


def spans_of(world: World) -> tuple[Spans, list[str], list[str]]:
    """Cut everybody's presence into phases; give the spans and the ids they point to."""
    first, last = world.scale.start, world.scale.end + 1
    added: dict[str, list[tuple[int, str]]] = {}
    for workspace, day, line in world.line_starts:
        if workspace is not None:
            added.setdefault(workspace.id, []).append((day, line))
    people: list[str] = []
    places: list[str] = []
    rows: list[tuple] = []
    for company in world.companies:
        for workspace in company.workspaces:
            places.append(workspace.id)
            is_even = company.roles.get("hu") == "steady"
            phases = _phases(workspace, added.get(workspace.id, []))
            for id_, joined, left in workspace.people:
                people.append(id_)
                until = min(last, left if left is not None else last)
                for (day, rate, value, lines), nxt in zip(
                    phases, [*[p[0] for p in phases[1:]], last], strict=True
                ):
                    start, stop = max(first, joined, day), min(until, nxt)
                    if start < stop and rate > 0:
                        rows.append(
                            (
                                len(people) - 1, len(places) - 1, start, stop, rate, value, lines,
                                is_even,
                            )
                        )  # fmt: skip
    columns = list(zip(*rows, strict=True))
    kinds = (
        np.int64, np.int64, np.float64, np.float64, np.float64, np.float64, np.int64, np.bool_,
    )  # fmt: skip
    return Spans(*(np.array(c, k) for c, k in zip(columns, kinds, strict=True))), people, places


def _phases(
    workspace: Workspace, lines: list[tuple[int, str]]
) -> list[tuple[int, float, float, int]]:
    """Join the script's phases (day, rate, share of value) with the days on which lines came."""
    marks = sorted({-1, *[p[0] for p in workspace.phases], *[d for d, _ in lines]})
    out = []
    for day in marks:
        rate, value = 1.0, 0.5
        for from_, r, v in workspace.phases:
            if from_ <= day or day == -1 and from_ <= 0:
                rate, value = r, v
        mask = 0
        for from_, line in lines:
            if from_ <= day:
                mask |= 1 if line == "insights" else 2 if line == "flows" else 0
        out.append((day, rate, value, mask))
    return out


def visits(world: World, spans: Spans, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Spread visits over each span at its pace, scaled to the wanted number of events."""
    days = world.scale.end - world.scale.start + 1
    wanted = world.scale.events_per_day * days - len(world.fixed_events)
    length = spans.stop - spans.start
    planned = float((length * spans.rate).sum()) / BASE_PERIOD * EVENTS_PER_VISIT
    period = BASE_PERIOD * np.clip(planned / max(wanted, 1), 0.02, 1.45) / spans.rate
    count = np.maximum(1, np.round(length / period)).astype(np.int64)
    index = np.repeat(np.arange(len(count)), count)
    step = np.arange(len(index)) - np.repeat(np.cumsum(count) - count, count)
    jitter = rng.random(len(index))
    pace = (length / count)[index]
    day = np.floor(spans.start[index] + (step + jitter) * pace).astype(np.int64)
    is_even = spans.is_even[index]
    per_window = np.maximum(1, np.round(WINDOW / period)).astype(np.int64)[index]
    back = count[index] - 1 - step
    gap = np.floor((back + spans.person[index] * GOLDEN % 1) * WINDOW / per_window)
    even_day = np.maximum(spans.stop[index] - 1 - gap, spans.start[index]).astype(np.int64)
    day = np.where(is_even, even_day, day)
    weekday = (day + 3) % 7
    moves = (weekday >= 5) & (rng.random(len(day)) < 0.85) & ~is_even
    first, last = spans.start[index].astype(np.int64), spans.stop[index].astype(np.int64) - 1
    day = np.where(moves, np.clip(day + np.where(weekday == 5, -1, 1), first, last), day)
    value = spans.value[index]
    phase = (spans.person[index] * 7 % 10) / 10
    is_value = np.floor((step + 1) * value + phase) > np.floor(step * value + phase)
    return {
        "person": spans.person[index],
        "workspace": spans.workspace[index],
        "day": day,
        "is_value": is_value,
        "lines": spans.lines[index],
        "step": step,
        "is_even": is_even,
        "is_even_second": back % per_window % 2 == 0,
    }


EVENTS_PER_VISIT = 1.5
"""Every other visit of a person has a second event: what an account does is no matter of chance."""
WINDOW, GOLDEN = 90, 0.6180339887
"""Days in which steady accounts do the same again, everybody on days of their own."""


def _pick(
    rng: np.random.Generator, names: tuple[str, ...], weights: tuple[float, ...], n: int
) -> np.ndarray:
    codes = np.array([catalog.EVENT_CODE[name] for name in names], np.int8)
    return codes[rng.choice(len(codes), n, p=np.array(weights) / sum(weights))]


def line_of_visit(rng: np.random.Generator, lines: np.ndarray) -> np.ndarray:
    """Which line a visit is about: most go to studio, a share to the lines that were added."""
    roll = rng.random(len(lines))
    insights = ((lines & 1) > 0) & (roll < 0.25)
    flows = ((lines & 2) > 0) & (roll > 0.78)
    return np.where(insights, INSIGHTS, np.where(flows, FLOWS, STUDIO))


def event_codes(rng: np.random.Generator, line: np.ndarray, is_value: np.ndarray) -> np.ndarray:
    """The main event of each visit."""
    n = len(line)
    value = np.stack(
        [
            _pick(rng, ("plan_published", "review_approved"), (7, 3), n),
            _pick(rng, ("report_shared",), (1,), n),
            _pick(rng, ("flow_completed",), (1,), n),
        ]
    )
    other = np.stack(
        [
            _pick(
                rng,
                (
                    "plan_edited", "comment_added", "template_used", "page_viewed",
                    "session_started", "pricing_viewed", "audit_log_opened",
                    "integration_connected", "api_called",
                ),
                (36, 25, 9, 12, 12, 0.6, 0.8, 0.6, 4),
                n,
            ),
            _pick(rng, ("dashboard_viewed", "forecast_opened"), (9, 1), n),
            _pick(rng, ("flow_edited", "api_called"), (6, 4), n),
        ]
    )  # fmt: skip
    column = np.arange(n)
    return np.where(is_value, value[line, column], other[line, column])


def write_events(world: World) -> None:
    """Write all product events: visits, their second events, and the scripted ones."""
    rng = vector_stream(world.scale.seed, "events")
    spans, people, places = spans_of(world)
    found = visits(world, spans, rng)
    n = len(found["day"])
    line = line_of_visit(rng, found["lines"])
    main = event_codes(rng, line, found["is_value"])
    offset = (found["workspace"] * 37 % 9) - 3
    hour = np.clip(rng.normal(13.0, 2.6, n) - offset, 0.2, 23.4)
    at = found["day"] * DAY_US + (hour * 3600).astype(np.int64) * 1_000_000
    second = (found["step"] + found["person"]) % 2 == 0
    second = np.where(found["is_even"], found["is_even_second"], second)
    extra = event_codes(rng, line[second], np.zeros(int(second.sum()), bool))
    session = np.arange(n)
    fixed = world.fixed_events
    person_code = {id_: i for i, id_ in enumerate(people)}
    place_code = {id_: i for i, id_ in enumerate(places)}
    person = np.concatenate(
        [found["person"], found["person"][second], [person_code[f[1]] for f in fixed]]
    ).astype(np.int64)
    place = np.concatenate(
        [found["workspace"], found["workspace"][second], [place_code[f[0]] for f in fixed]]
    ).astype(np.int64)
    code = np.concatenate([main, extra, [catalog.EVENT_CODE[f[3]] for f in fixed]]).astype(np.int64)
    later = rng.integers(20, 900, int(second.sum())) * 1_000_000
    when = np.concatenate([at, at[second] + later, [f[2] for f in fixed]]).astype(np.int64)
    visit = np.concatenate([session, session[second], n + np.arange(len(fixed))]).astype(np.int64)
    received = when + arrival_delay(rng, len(when))
    joined = _joined(world, people)
    when = np.maximum(when, joined[person] + 60_000_000)
    received = np.maximum(received, when)
    limit = (world.scale.end + 1) * DAY_US - 1
    scripted = slice(len(when) - len(fixed), None)  # late or not, it is in before the last day ends
    received[scripted] = np.maximum(np.minimum(received[scripted], limit), when[scripted])
    keep = (received <= limit) & (when >= world.scale.start * DAY_US)
    order = np.lexsort((when[keep], received[keep] // DAY_US))
    picked = np.flatnonzero(keep)[order]
    _set_events(world, rng, picked, person, place, code, when, received, visit, people, places)


def _joined(world: World, people: list[str]) -> np.ndarray:
    created = {row["user_id"]: row["created_at"] for row in world.out.rows["product_users"]}
    return np.array([created[id_] for id_ in people], np.int64)


def arrival_delay(rng: np.random.Generator, n: int) -> np.ndarray:
    """How much later an event arrives: mostly a minute, sometimes hours, seldom up to 30 days."""
    roll = rng.random(n)
    seconds = np.full(n, 60, np.int64)
    seconds = np.where(roll > 0.975, rng.integers(1, 20, n) * 3600, seconds)
    seconds = np.where(roll > 0.995, rng.integers(1, 30, n) * 86_400, seconds)
    return seconds * 1_000_000


def _set_events(
    world: World,
    rng: np.random.Generator,
    picked: np.ndarray,
    person: np.ndarray,
    place: np.ndarray,
    code: np.ndarray,
    when: np.ndarray,
    received: np.ndarray,
    visit: np.ndarray,
    people: list[str],
    places: list[str],
) -> None:
    n = len(picked)
    names = pa.array([e[0] for e in catalog.EVENTS])
    lines = pa.array([e[3] for e in catalog.EVENTS])
    code, visit = code[picked], visit[picked]
    nameless = (code == catalog.EVENT_CODE["page_viewed"]) & (rng.random(n) < 0.1)
    users = pa.DictionaryArray.from_arrays(
        pa.array(person[picked].astype(np.int32), mask=nameless), pa.array(people)
    )
    anonymous = [f"a_{v:06d}" if no else None for v, no in zip(visit, nameless, strict=True)]
    seen, numbers = np.unique(visit, return_index=True)
    order = np.empty(len(seen), np.int64)
    order[np.argsort(numbers, kind="stable")] = np.arange(len(seen))
    session = order[np.searchsorted(seen, visit)]
    without = session % 11 == 0
    runs = (code == catalog.EVENT_CODE["flow_completed"]) | (
        code == catalog.EVENT_CODE["api_called"]
    )
    amounts = rng.choice(np.array([1, 2, 5, 10, 25]), n)
    world.out.set_block(
        "product_events",
        event_id=pa.array([f"e_{i:08d}" for i in range(1, n + 1)]),
        occurred_at=when[picked],
        received_at=received[picked],
        user_id=users.cast(pa.string()),
        anonymous_id=pa.array(anonymous, pa.string()),
        workspace_id=pa.array(places).take(pa.array(place[picked])),
        session_id=pa.array(
            [None if no else f"s_{s:07d}" for s, no in zip(session, without, strict=True)],
            pa.string(),
        ),
        event_name=names.take(pa.array(code)),
        product_line=lines.take(pa.array(code)),
        quantity=pa.array(np.where(runs, amounts, 0), mask=~runs).cast(pa.decimal128(38, 10)),
        is_bot=pa.array(
            np.isin(person[picked], [i for i, p in enumerate(people) if p in world.bots])
        ),
    )


# ------------------------------------------------------------------------- entitlements and meters


def plan_history(sub: Subscription, end: int) -> list[tuple[int, int | None, str, int]]:
    """Periods (from, to, plan, quantity) of one subscription, to the day before the next."""
    found = []
    for state, after in zip(sub.states, [*sub.states[1:], None], strict=True):
        to = after.day - 1 if after and after.day <= end else None
        if sub.is_expired and after is None and sub.ended_on:
            to = sub.ended_on - 1
        if state.is_over or state.day > end or (to is not None and to < state.day):
            continue
        found.append((state.day, to, state.plan, int(state.quantity)))
    return found


def with_free_times(
    day: int, periods: list[tuple[int, int | None, str, int]]
) -> list[tuple[int, int | None, str, int]]:
    """Fill the time without a paid plan with the free one; a late signature is no gap."""
    out: list[tuple[int, int | None, str, int]] = []
    for from_, to, plan, quantity in sorted(periods, key=lambda p: (p[0], p[1] is None)):
        if out and out[-1][1] is not None and from_ - out[-1][1] <= LATE_DAYS:
            out[-1] = (out[-1][0], from_ - 1, *out[-1][2:])
        else:
            after = out[-1][1] if out else day - 1
            if after is not None and after + 1 < from_:
                out.append((after + 1, from_ - 1, "free", FREE_SEATS))
        out.append((from_, to, plan, quantity))
    if not out:
        return [(day, None, "free", FREE_SEATS)]
    if out[-1][1] is not None:
        out.append((out[-1][1] + 1, None, "free", FREE_SEATS))
    return out


LATE_DAYS = 31
FREE_SEATS = 5


def storage_of(plan: str) -> int:
    """Hard limit of storage of a studio plan, in gigabytes."""
    return next(v for k, v, _ in catalog.LIMITS["studio", plan] if k == "storage_gb")


def merge(periods: list[tuple[int, int | None, int]]) -> list[tuple[int, int | None, int]]:
    """Join neighbouring periods with the same value."""
    out: list[tuple[int, int | None, int]] = []
    for from_, to, value in periods:
        if out and out[-1][2] == value and out[-1][1] == from_ - 1:
            out[-1] = (out[-1][0], to, value)
        else:
            out.append((from_, to, value))
    return out


def write_entitlements(world: World, book: Book) -> dict[str, list[tuple[int, int | None, int]]]:
    """Write what each workspace may use; give the storage limit of each over time."""
    storage: dict[str, list[tuple[int, int | None, int]]] = {}
    end = world.scale.end
    for company in world.companies:
        if not company.workspaces:
            continue
        main = company.workspaces[0]
        subs = [s for s in book.by_root.get(company.root.id, []) if s.company is company]
        studio = [
            p for s in subs if s.line == "studio" and s.now.plan != "priority_support"
            for p in plan_history(s, end)
        ]  # fmt: skip
        spaces = with_free_times(main.day, studio)
        seats = [(f, t, quantity) for f, t, _, quantity in spaces]
        plans = [(f, t, plan) for f, t, plan, _ in spaces]
        space = [(f, t, storage_of(plan)) for f, t, plan, _ in spaces]
        storage[main.id] = merge(space)
        plan_at = dict((p[0], p[2]) for p in plans)
        _entitle(world, main, "studio", "seats", merge(seats), plan_at, False)
        _entitle(world, main, "studio", "storage_gb", merge(space), plan_at, True)
        for sub in subs:
            if sub.line == "studio":
                continue
            for from_, to, plan, quantity in plan_history(sub, end):
                for key, value, hard in catalog.LIMITS[sub.line, plan]:
                    amount = quantity * 1000 if key == "runs" else value
                    _entitle(world, main, sub.line, key, [(from_, to, amount)], {from_: plan}, hard)
        for other in company.workspaces[1:]:
            open_ = [(other.day, None, 5)]
            _entitle(world, other, "studio", "seats", open_, {other.day: "free"}, False)
            _entitle(world, other, "studio", "storage_gb", open_, {other.day: "free"}, True)
            storage[other.id] = open_
    return storage


def _entitle(
    world: World,
    workspace: Workspace,
    line: str,
    key: str,
    periods: list,
    plans: dict[int, str],
    is_hard: bool,
) -> None:
    for from_, to, value in periods:
        if to is not None and to < from_:
            continue
        world.out.add(
            "entitlements",
            workspace_id=workspace.id,
            product_line=line,
            plan=plans.get(from_, "free"),
            limit_key=key,
            limit_value=value,
            is_hard_limit=is_hard,
            valid_from=from_,
            valid_to=to,
        )


def write_meters(world: World, book: Book, storage: dict) -> None:
    """Write daily meters: seats in use lately, storage around limits, runs lately."""
    rng = vector_stream(world.scale.seed, "meters")
    end = world.scale.end
    rows: list[tuple[str, str, str, np.ndarray, np.ndarray]] = []
    for company in world.companies:
        subs = book.by_root.get(company.root.id, [])
        if not subs or not company.workspaces or company.kind != "paying":
            continue
        main = company.workspaces[0]
        days = 400 if "eo" in company.roles else 150
        first = max(end - days, main.day, world.scale.start)
        span = np.arange(first, end + 1)
        joins = np.array([p[1] for p in main.people])
        leaves = np.array([p[2] if p[2] is not None else end + 9 for p in main.people])
        used = (joins[None, :] <= span[:, None]) & (span[:, None] < leaves[None, :])
        rows.append((main.id, "seats", "studio", span, used.sum(1)))
        flows = [s for s in subs if s.line == "flows"]
        if flows:
            begin = max(flows[0].states[0].day, end - 120)
            span = np.arange(begin, end + 1)
            level = max(20.0, float(flows[0].now.quantity) * 25)
            rows.append(
                (main.id, "runs", "flows", span, np.round(level * rng.uniform(0.6, 1.2, len(span))))
            )
    for place, day, order_day in world.limit_hits:
        periods = storage.get(place, [])
        limit = next((v for f, t, v in periods if f <= day and (t is None or t >= day)), None)
        if limit is None:
            raise ValueError(f"{place} has no storage limit on {day}")
        span = np.arange(max(day - 12, periods[0][0]), max(day + 2, min(order_day, day + 8)))
        curve = np.where(
            span < day,
            limit * (0.7 + 0.02 * (span - day + 12)),
            np.where(span < day + 2, limit, limit * 0.93),
        )
        rows.append((place, "storage_gb", "studio", span, np.round(curve, 1)))
    seen: set[tuple[str, str, int]] = set()
    columns: dict[str, list] = {k: [] for k in ("w", "k", "p", "d", "q")}
    for place, key, line, span, quantity in rows:
        fresh = [i for i, d in enumerate(span) if (place, key, int(d)) not in seen]
        seen.update((place, key, int(span[i])) for i in fresh)
        columns["w"] += [place] * len(fresh)
        columns["k"] += [key] * len(fresh)
        columns["p"] += [line] * len(fresh)
        columns["d"].append(span[fresh])
        columns["q"].append(quantity[fresh].astype(np.float64))
    amount = np.round(np.concatenate(columns["q"]) * 10).astype(np.int64)
    world.out.set_block(
        "usage_meters",
        workspace_id=pa.array(columns["w"]),
        limit_key=pa.array(columns["k"]),
        usage_date=np.concatenate(columns["d"]),
        quantity=pa.array(amount.astype(np.float64) / 10).cast(pa.decimal128(38, 10)),
        product_line=pa.array(columns["p"]),
    )
