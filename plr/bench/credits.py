"""Credits of a million journeys, from raw touches, beside the peers of the Python index.

One table of touches (journey, time, channel, whether the journey converted) is written once; every
side reads the same file. Ours: the exact chain, the exact game and the linear rows, with the
functions and the reading that the project's models use. The peers: ChannelAttribution (simulates
the chain; its paths are grouped for it first, timed with it) and marketing-attribution-models. They
are run by the Python given with ``--peers``, in which both are installed (the extra ``peers``);
without it only our side is run, and the table says so. Seconds are the median of the runs, after
one that is not counted; each peer has a process of its own.
"""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from plr.attribution import journeys, markov, shapley

JOURNEYS = 1_000_000
GOALS = {
    ("markov", 8): 0.9,
    ("markov", 60): 0.9,
    ("shapley", 8): 0.6,
    ("linear rows, 5 % convert", 8): 0.3,
    ("linear rows, 5 % convert", 60): 0.3,
    ("linear rows, all convert", 8): 1.0,
    ("linear rows, all convert", 60): 1.0,
}

WRITE = """
    copy (
        with journeys as (
            select
                range as journey_id,
                1 + cast(hash(range * 7 + 1) % 8 as bigint) as touch_count,
                hash(range * 3) % 1000 < {per_mille} as is_converted
            from range({journeys})
        )
        select
            journey_id,
            timestamp '2025-01-01'
            + to_seconds(cast(hash(journey_id * 31 + place) % 7776000 as bigint)) as touched_at,
            'channel_'
            || lpad(cast(hash(journey_id * 17 + place * 5) % {channels} as varchar), 2, '0')
                as channel,
            is_converted
        from journeys
        cross join range(8) as places (place)
        where place < touch_count
    ) to '{path}' (format parquet)
"""

LINEAR = """
    create or replace table linear_rows as
    with converted as (select journey_id, channel from touches where is_converted),
    counts as (select journey_id, count(*) as touch_count from converted group by journey_id)
    select
        converted.journey_id,
        converted.channel,
        cast(1 as double) / counts.touch_count as credit_share
    from converted
    inner join counts on converted.journey_id = counts.journey_id
"""

PEERS = '''
import sys, time
import duckdb
path, runs, name = sys.argv[1], int(sys.argv[2]), sys.argv[3]
con = duckdb.connect()
con.execute("set threads = 2").fetchall()
con.execute(f"create table touches as from read_parquet('{path}')").fetchall()
if name == "ChannelAttribution: markov":
    import ChannelAttribution
    def work():
        paths = con.execute("""
            select path, sum(case when is_converted then 1 else 0 end) as conversions,
                   sum(case when is_converted then 0 else 1 end) as nulls
            from (select journey_id, any_value(is_converted) as is_converted,
                         string_agg(channel, ' > ' order by touched_at, channel) as path
                  from touches group by journey_id)
            group by path""").df()
        ChannelAttribution.markov_model(
            paths, "path", "conversions", var_null="nulls", sep=">", ncore=2, verbose=False,
            flg_pro=False)
else:
    from mam import MAM
    raw = con.execute("from touches").df()
    def work():
        model = MAM(raw, "session", "channel", "is_converted", datetime_colname="touched_at",
                    user_id_colname="journey_id")
        getattr(model, "run_" + name.split(": ")[1])()
times = []
for _ in range(1 + runs):
    begun = time.perf_counter(); work(); times.append(time.perf_counter() - begun)
print("\\nRESULT", sorted(times[1:])[runs // 2])
'''
PEER_NAMES = (
    "ChannelAttribution: markov",
    "marketing-attribution-models: markov",
    "marketing-attribution-models: linear",
    "marketing-attribution-models: shapley",
)


def median_seconds(work: Callable[[], Any], runs: int) -> float:
    """Return the median of the seconds that ``work`` takes, once it has been done untimed."""
    work()
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def write_touches(path: Path, count: int, channels: int, share: float) -> None:
    """Write the touches of ``count`` journeys of 1 to 8 touches; ``share`` of them convert."""
    with duckdb.connect() as connection:
        connection.execute(
            WRITE.format(
                journeys=count, channels=channels, per_mille=round(1000 * share), path=path
            )
        ).fetchall()


def ours(path: Path, runs: int) -> dict[str, float]:
    """Time our side on a file of touches: chain and game from raw touches, and linear rows."""
    with duckdb.connect() as session:
        session.execute("set threads = 2").fetchall()
        session.execute(f"create table touches as from read_parquet('{path}')").fetchall()
        found = {
            "markov": median_seconds(
                lambda: markov.removal(markov.chain(journeys.read(session, "touches"))), runs
            ),
            "linear rows": median_seconds(lambda: session.execute(LINEAR).fetchall(), runs),
        }
        read = journeys.read(session, "touches")
        if len(read.channels) <= shapley.MAX_PLAYERS:
            found["shapley"] = median_seconds(lambda: game(session), runs)
        found["touches"] = float(len(read.codes))
        found["conversion rate"] = read.conversion_rate
    return found


def game(session: duckdb.DuckDBPyConnection) -> Any:
    """Return the Shapley value of every channel from raw touches."""
    return shapley.shapley_values(shapley.conversion_rates(shapley.read(session, "touches")))


def peers(python: str, path: Path, runs: int) -> dict[str, float | str]:
    """Time each peer on the same file, in the Python in which it is installed; or how it failed."""
    found: dict[str, float | str] = {}
    for name in PEER_NAMES:
        done = subprocess.run(
            [python, "-c", PEERS, str(path), str(runs), name],
            capture_output=True,
            text=True,
            check=False,
        )
        lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT")]
        if done.returncode or not lines:
            said = done.stderr.strip().splitlines()
            found[name] = f"failed, exit code {done.returncode}: {said[-1] if said else 'no word'}"
        else:
            found[name] = float(lines[-1].removeprefix("RESULT"))
    return found


def run(
    work: Path, scale: float, runs: int, python: str | None, see: Callable[[str], None]
) -> dict[str, Any]:
    """Run the benchmark; return seconds by side and case, and which goals were met."""
    report: dict[str, Any] = {"cases": []}
    for channels in (8, 60):
        for share in (0.05, 1.0):
            path = work / f"touches_{channels}_{share}.parquet"
            write_touches(path, round(JOURNEYS * scale), channels, share)
            own = ours(path, runs)
            case = {"channels": channels, "share": share, "ours": own, "peers": {}}
            if python and share < 1:
                case["peers"] = peers(python, path, runs)
            see(as_text(case))
            report["cases"].append(case)
    report["goals"] = goals(report["cases"])
    return report


def goals(cases: Sequence[dict[str, Any]]) -> dict[str, bool]:
    """Say which goals the cases meet; they are set for a million journeys."""
    met = {}
    for (name, channels), seconds in GOALS.items():
        share = 1.0 if "all" in name else 0.05
        key = name.split(",")[0]
        for case in cases:
            if case["channels"] == channels and case["share"] == share:
                met[f"{name}, {channels} channels: {seconds} s"] = case["ours"][key] <= seconds
    return met


def as_text(case: dict[str, Any]) -> str:
    """Return one case as lines."""
    own = case["ours"]
    lines = [
        f"{case['channels']} channels, {own['touches']:,.0f} touches, conversion rate "
        f"{own['conversion rate']:.4f}"
    ]
    lines += [
        f"  ours: {name:<34}{own[name]:>8.2f} s"
        for name in ("markov", "shapley", "linear rows")
        if name in own
    ]
    for name, value in case["peers"].items():
        seconds = value if isinstance(value, str) else f"{value:>8.2f} s"
        lines.append(f"  {name:<40}{seconds}")
    if not case["peers"] and case["share"] < 1:
        lines.append("  peers: not run (--peers PYTHON, in which the extra `peers` is installed)")
    return "\n".join(lines)


def main(work: Path, scale: float, runs: int, python: str | None) -> int:
    """Print the benchmark; exit code 1 where a goal is missed."""
    report = run(work, scale, runs, python, lambda text: print(text, flush=True))
    for goal, is_met in report["goals"].items():
        print(f"{'met   ' if is_met else 'MISSED'} {goal}")
    return 0 if all(report["goals"].values()) else 1
