"""Draw revenue events for people to judge: `python -m plr.label --out FILE`.

The file has the columns of config.initiation_reviews first, to be filled in, and beside them what a
reviewer needs to look an event up. It does not say what the ledger says: who knows a verdict tends
to agree with it. Delete the lines that nobody judged and put the file among the inputs as
initiation_reviews.csv; marts.rpt_initiation_reliability then reports how often the ledger is right.

The bands of confidence get the same number of events as far as they have them; within a band every
event has the same chance, spread over initiators in proportion, so that the share found right there
stands for the band. The draw is by hash: the same warehouse and number of the draw give the same
events, and events that were reviewed before are left out.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import os
import sys
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import duckdb

TO_FILL = ("initiated_by", "reviewed_on")
EVIDENCE = (
    "account_id", "product_line", "order_id", "event_type", "stage", "event_arr", "ordered_at",
    "first_product_signal_at", "first_product_signal_id", "first_human_touch_at",
    "first_human_touch_id", "first_customer_act_at", "first_customer_act_id",
)  # fmt: skip
EVENTS = """
    select
        revenue_event_id, confidence_band, initiated_by, account_id, product_line, order_id,
        event_type, stage, event_arr, started_by_at as ordered_at, first_product_signal_at,
        first_product_signal_id, first_human_touch_at, first_human_touch_id, first_customer_act_at,
        first_customer_act_id
    from marts.fct_revenue_event_initiation
    where initiated_by <> 'unknown'
        and revenue_event_id not in (
            select revenue_event_id from intermediate.int_attribution__reviews
        )
    order by revenue_event_id
"""
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Event:
    """One event that may be drawn; ``row`` holds the columns of EVIDENCE."""

    id: str
    band: str
    initiated_by: str
    row: Mapping[str, Any]


def evenly(sizes: Mapping[Key, int], total: int) -> dict[Key, int]:
    """Share a total over groups as evenly as their sizes allow; the smaller groups come first."""
    found: dict[Key, int] = {}
    left = min(total, sum(sizes.values()))
    for place, key in enumerate(sorted(sizes, key=lambda k: (sizes[k], str(k)))):
        found[key] = min(sizes[key], left // (len(sizes) - place))
        left -= found[key]
    return found


def in_proportion(sizes: Mapping[Key, int], total: int) -> dict[Key, int]:
    """Share a total over groups in proportion to their sizes, by largest remainders."""
    everything = sum(sizes.values())
    total = min(total, everything)
    exact = {key: total * size / everything for key, size in sizes.items()} if everything else {}
    found = {key: int(value) for key, value in exact.items()}
    by_rest = sorted(exact, key=lambda key: (found[key] - exact[key], str(key)))
    for key in by_rest[: total - sum(found.values())]:
        found[key] += 1
    return found


def drawn(events: Sequence[Event], total: int, number: int) -> list[Event]:
    """Draw events, stratified by band and initiator, in the order of their hashes.

    number: of the draw; another one gives other events.
    """

    def place(event: Event) -> str:
        return hashlib.sha256(f"{number}/{event.id}".encode()).hexdigest()

    strata: dict[str, dict[str, list[Event]]] = defaultdict(lambda: defaultdict(list))
    for event in sorted(events, key=place):
        strata[event.band][event.initiated_by].append(event)
    of_band = evenly({band: sum(map(len, s.values())) for band, s in strata.items()}, total)
    chosen = [
        event
        for band, of_initiator in strata.items()
        for initiator, count in in_proportion(
            {name: len(found) for name, found in of_initiator.items()}, of_band[band]
        ).items()
        for event in of_initiator[initiator][:count]
    ]
    return sorted(chosen, key=place)


def read(warehouse: Path) -> list[Event]:
    """Read the events that claim something and that nobody has reviewed."""
    with duckdb.connect(str(warehouse), read_only=True) as session:
        cursor = session.execute(EVENTS)
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [
        Event(
            row["revenue_event_id"],
            row["confidence_band"],
            row["initiated_by"],
            {name: row[name] for name in EVIDENCE},
        )  # fmt: skip
        for row in rows
    ]


def write(events: Sequence[Event], out: Path) -> None:
    """Write the file to fill in."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(("revenue_event_id", *TO_FILL, *EVIDENCE))
        for event in events:
            lines.writerow((event.id, *("" for _ in TO_FILL), *event.row.values()))


def main(arguments: list[str]) -> int:
    """Draw events and write the file; exit code 0, or 2 where there is nothing to read."""
    parser = argparse.ArgumentParser(
        prog="python -m plr.label", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--out", type=Path, default=Path("build/initiation_reviews.csv"))
    parser.add_argument("--events", type=int, default=50, help="how many")
    parser.add_argument("--draw", type=int, default=1, help="number of the draw")
    parser.add_argument(
        "--warehouse", type=Path, default=Path(os.environ.get("PLR_WAREHOUSE", "build/plr.duckdb"))
    )
    chosen = parser.parse_args(arguments)
    try:
        events = read(chosen.warehouse)
    except duckdb.Error as error:
        print(f"{chosen.warehouse} cannot be read: {error}", file=sys.stderr)
        return 2
    found = drawn(events, chosen.events, chosen.draw)
    write(found, chosen.out)
    print(f"{len(found)} of {len(events)} events: {chosen.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
