"""The failure modes of 50,000 paying accounts over 36 months, and of half as many.

The inputs are the demo company's, k times: every id, domain, mailbox and name of a copy carries
the copy's number, so that identity keeps the copies apart (checked: k times the accounts of the
demo company). What a company has once (catalogs, prices, rules, the ledger, headcount) stays once;
its amounts grow k-fold. dbt then builds economics, features, scoring, the failure modes and their
marts with all they stand on, every threshold swept, without tests. Cost is near linear when the
double takes at most 2.2 times as long.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from plr import contract
from plr.bench import layers, processes

FULL_ACCOUNTS = 50_000
INPUTS = processes.ROOT / "plr" / "demo" / "inputs"
EVENTS_KEPT = 0.25
MEMORY = "12GB"
GOAL_RATIO = 2.2
VARIABLES = {"sweep_initiation": False, "sweep_thresholds": True}

# Models whose seconds count; what they stand on is built as well, and shown apart.
ROOMS = (
    "models/intermediate/economics", "models/intermediate/features",
    "models/intermediate/failure_modes", "models/scoring",
    "models/marts/board", "models/marts/failure_modes",
)  # fmt: skip

# A company has these once. Where amounts are of the whole company they grow with it.
SHARED: dict[str, tuple[str, ...]] = {
    "action_outcomes": (), "benchmarks": (), "cost_rates": (), "design_targets": (),
    "event_catalog": (), "exceptions": (), "experiments": (), "fx_rates": (),
    "gl_months": ("amount",), "headcount_months": ("fte", "contractor_fte", "loaded_cost"),
    "icp_rules": (), "initiation_reviews": (), "internal_domains": (), "interventions": (),
    "marketing_spend": ("amount",), "motion_matrix": (),
    "motion_policy_versions": ("company_arr",), "parameters": (), "policy_switches": (),
    "pql_points": (), "price_book": (), "price_book_limits": (), "product_lines": (),
    "quick_test_answers": (), "signal_catalog": (),
}  # fmt: skip
NAMES = ("account_name", "customer_name", "workspace_name", "account_key", "target_account_key")
DOMAINS = ("domain", "email_domain")


class Failed(Exception):
    """dbt could not build, or the copies ran together; the message says which."""


@dataclass(frozen=True)
class Run:
    """One size: copies, accounts, seconds by the clock and of work, peak bytes, seconds a model."""

    copies: int
    accounts: int
    account_months: int
    rows: dict[str, int]
    seconds: float
    work: float
    build_seconds: float
    cpu_seconds: float
    peak_bytes: int
    steps: dict[str, float]
    below: dict[str, float]


def copied(table: contract.Table, present: Iterable[str], copies: int) -> str:
    """Return the query for `copies` copies of an input table, of the columns that it has."""
    if table.name in SHARED:
        scaled = ", ".join(
            f"cast({name} * {copies} as decimal(38, 10)) as {name}" for name in SHARED[table.name]
        )
        return f"select *{f' replace ({scaled})' if scaled else ''} from source"
    replaced = {name: copied_value(name) for name in present}
    listed = ", ".join(f"{value} as {name}" for name, value in replaced.items() if value != name)
    query = f"select source.* replace ({listed}) from copies cross join source"
    if table.name == "revenue_months":  # the ledger's total carries no customer
        total = ", ".join(
            f"cast({name} * {copies} as decimal(38, 10)) as {name}"
            for name in ("recurring_revenue", "other_revenue")
        )
        query += (
            " where customer_id is not null union all by name"
            f" select * replace ({total}) from source where customer_id is null"
        )
    return query


def copied_value(name: str) -> str:
    """Return the expression of a column's value in a copy; the name itself where it stays."""
    if name == "email":
        local, domain = "split_part(email, '@', 1)", _domain("split_part(email, '@', 2)")
        return f"{local} || suffix || '@' || {domain}"
    if name in DOMAINS:
        return _domain(name)
    if name.endswith("_id") or name in NAMES:
        return f"{name} || suffix"
    if name == "verified_by":  # a contact, or a word
        return f"case when {name} like 'con%' then {name} || suffix else {name} end"
    return name


def _domain(value: str) -> str:
    return (
        f"case when list_contains(everybodys, {value}) then {value}"
        f" else regexp_replace({value}, '^(mail[.])?([^.]+)', '\\1\\2' || suffix) end"
    )


def write(folder: Path, copies: int, events_kept: float = EVENTS_KEPT) -> dict[str, int]:
    """Write the inputs as Parquet; return rows per table.

    events_kept: share of the users (0..1) whose product events are there in the copies.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    rows = {}
    with duckdb.connect(config={"threads": 2, "memory_limit": MEMORY}) as connection:
        connection.execute("set preserve_insertion_order = false")
        connection.execute("create table lists (email_domain varchar)")
        for seed in ("free_mail_domains", "disposable_domains"):
            connection.execute(
                f"insert into lists select email_domain from '{processes.ROOT}/seeds/{seed}.csv'"
            )
        internal = INPUTS / "internal_domains.parquet"
        connection.execute(f"insert into lists select email_domain from '{internal}'")
        connection.execute("create table used (email_domain varchar)")
        files = {
            table: (INPUTS / f"{table.name}.parquet", columns)
            for table in contract.load(processes.ROOT).values()
            if (columns := _columns(connection, INPUTS / f"{table.name}.parquet"))
        }
        for file, present in files.values():
            for name in {*DOMAINS, "email"} & {*present}:
                connection.execute(
                    f"insert into used select split_part({name}, '@', -1) from '{file}'"
                )
        for table, (file, present) in files.items():
            kept = ""
            if table.name == "product_events" and events_kept < 1:
                kept = f" where hash(coalesce(user_id, event_id)) % 1000 < {1000 * events_kept}"
            connection.execute(
                f"""
                copy (
                    with source as (select * from '{file}'{kept}),
                    copies as (
                        select
                            case when i > 0 then '-' || i else '' end as suffix,
                            (select coalesce(list(distinct email_domain), [])
                             from used semi join lists using (email_domain)) as everybodys
                        from range({copies}) as t (i)
                    )
                    {copied(table, present, copies)}
                ) to '{folder}/{table.name}.parquet' (format parquet)
                """
            )
            rows[table.name] = connection.execute(
                f"select count(*) from '{folder}/{table.name}.parquet'"
            ).fetchall()[0][0]
    return rows


def _columns(connection: duckdb.DuckDBPyConnection, file: Path) -> list[str]:
    """Columns of an input file; none where it is absent."""
    if not file.exists():
        return []
    return [row[0] for row in connection.execute(f"describe from '{file}'").fetchall()]


def measure(work: Path, copies: int, events_kept: float = EVENTS_KEPT) -> Run:
    """Write `copies` copies and build the failure modes on them. Raises Failed."""
    place = work / f"copies_{copies}"
    rows = write(place / "inputs", copies, events_kept)
    warehouse = place / "plr.duckdb"
    warehouse.unlink(missing_ok=True)
    done = processes.dbt(
        ["build", "--select", *(f"+path:{room}" for room in ROOMS),
         "--exclude-resource-type", "test", "unit_test", "--vars", json.dumps(VARIABLES)],
        place,
        {
            "PLR_INPUTS": str(place / "inputs"),
            "PLR_SALT": "benchmark",
            "PLR_WAREHOUSE": str(warehouse),
            "PLR_MEMORY_LIMIT": MEMORY,
            "PLR_TEMP": str(place / "tmp"),
        },
    )  # fmt: skip
    if done.code:
        raise Failed(done.output)
    manifest = json.loads((place / "target" / "manifest.json").read_text(encoding="utf-8"))
    nodes = layers.read(place / "target")
    inside = [node for node in nodes if node.name in names_in(manifest, ROOMS)]
    below = [node for node in nodes if node not in inside]
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        accounts, months = connection.execute(
            "select count(distinct account_id), count(*)"
            " from intermediate.int_failure_modes__accounts"
        ).fetchall()[0]
    return Run(
        copies,
        accounts,
        months,
        rows,
        round(busy(inside), 2),
        round(sum(node.ended - node.started for node in inside), 2),
        round(done.seconds, 2),
        round(done.cpu_seconds, 2),
        done.peak_bytes,
        {node.name: round(node.ended - node.started, 2) for node in inside},
        {node.name: round(node.ended - node.started, 2) for node in below},
    )


def clear(work: Path, done: Run) -> None:
    """Remove the large files of a run: its inputs and its warehouse."""
    place = work / f"copies_{done.copies}"
    shutil.rmtree(place / "inputs")
    (place / "plr.duckdb").unlink()


def names_in(manifest: Mapping[str, Any], rooms: Iterable[str]) -> set[str]:
    """Names of the models whose file lies in one of the folders."""
    return {
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
        and any(node["original_file_path"].startswith(f"{room}/") for room in rooms)
    }


def busy(nodes: Iterable[layers.Node]) -> float:
    """Seconds of the clock in which at least one of the nodes was worked on."""
    total, until = 0.0, float("-inf")
    for node in sorted(nodes, key=lambda one: one.started):
        total += max(0.0, node.ended - max(node.started, until))
        until = max(until, node.ended)
    return total


def run(
    work: Path,
    scale: float,
    events_kept: float = EVENTS_KEPT,
    see: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Measure the demo company once, half the size and the whole. Raises Failed."""
    work.mkdir(parents=True, exist_ok=True)
    one = measure(work, 1, events_kept)
    clear(work, one)
    see(line(one))
    full = max(2, 2 * round(FULL_ACCOUNTS * scale / one.accounts / 2))
    runs = [one]
    for copies in (full // 2, full):
        runs.append(measure(work, copies, events_kept))
        clear(work, runs[-1])
        see(line(runs[-1]))
        if runs[-1].accounts != copies * one.accounts:
            raise Failed(
                f"{copies} copies of {one.accounts} accounts became {runs[-1].accounts}:"
                " identity did not keep the copies apart"
            )
    _, half, whole = runs
    return {
        "one": vars(one),
        "half": vars(half),
        "whole": vars(whole),
        "ratio": round(whole.seconds / half.seconds, 2),
        "work_ratio": round(whole.work / half.work, 2),
        "cpu_ratio": round(whole.cpu_seconds / half.cpu_seconds, 2),
    }


def line(one: Run) -> str:
    """Say one measurement in a line."""
    return (
        f"{one.copies} copies, {one.accounts} paying accounts, {one.account_months} account months,"
        f" {sum(one.rows.values())} input rows ({one.rows['product_events']} events):"
        f" {one.seconds:.1f} s by the clock, {one.work:.1f} s of work; the whole build"
        f" {one.build_seconds:.1f} s, {one.cpu_seconds:.1f} s of processor,"
        f" {one.peak_bytes / 2**30:.2f} GiB at the peak"
    )


def table(report: Mapping[str, Any], part: str, count: int) -> list[str]:
    """List the heaviest models of a part of the build with their share and their growth."""
    half, whole = report["half"][part], report["whole"][part]
    total = sum(whole.values())
    rows = [f"{'model':50} {'half':>8} {'whole':>8} {'share':>6} {'ratio':>6}"]
    for name in sorted(whole, key=lambda one: -whole[one])[:count]:
        ratio = whole[name] / half[name] if half[name] else float("nan")
        rows.append(
            f"{name:50} {half[name]:8.2f} {whole[name]:8.2f} {whole[name] / total:6.1%}"
            f" {ratio:6.2f}"
        )
    return rows


def as_text(report: Mapping[str, Any]) -> str:
    """Lay the report out to be read."""
    met = "met" if report["ratio"] <= GOAL_RATIO else "MISSED"
    return "\n".join(
        [
            "the ten heaviest models (seconds; share of the whole's work):",
            *table(report, "steps", 10),
            "the five heaviest of what they stand on:",
            *table(report, "below", 5),
            f"the double takes {report['ratio']} times as long ({report['work_ratio']} times the"
            f" work, {report['cpu_ratio']} times the processor of the whole build); {met}: at most"
            f" {GOAL_RATIO} times",
        ]
    )
