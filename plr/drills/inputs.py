"""The input-fault drill: `python -m plr.drills inputs [--seed N] [--count 200] [--work FOLDER]`.

A company of fifty accounts is written and staged. Then faults are drawn over the whole contract, so
that each kind of the catalogue (_catalogue.py) meets other tables and columns with every seed:

- every fault is held against the guards on its own: the finding that it must cause has to be there,
  by name, with its count and its words, and no other finding may stop a domain;
- rows that must be kept apart, and rows that must stay, arrive together in one build of guards and
  staging: each row must have exactly its reason, and what all other rows say must be as before;
- errors are built as well, a few at a time in different domains: dbt must fail at the gates of
  those domains alone, with the finding in its log.

A fault whose outcome is not exactly its own is printed as silent or misnamed, and the command exits
with 1. Minutes for 200 faults on two cores that others used as well: 23 (seed 4); 13 without the
builds of errors (seed 3, `--guards-only`).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from math import floor
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from plr import contract
from plr.demo import write
from plr.demo.scale import small
from plr.drills import _catalogue as faults
from plr.drills._catalogue import ABSENT, ERROR, KEPT, QUARANTINE, WARNING, Expected, Kind
from plr.guards import run
from plr.guards.__main__ import as_of_day
from plr.parsed import SERVER

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "drills" / "inputs"
CLEAN = "clean.parquet"


@dataclass(frozen=True)
class Fault:
    """One fault: a kind that met a table and column. rows: what its own file holds, if it has one.

    donors: the rows that were copied. is_alone: whether it would stop a build, so that it does not
    arrive with others.
    """

    number: int
    kind: str
    table: str
    column: str
    expected: Expected
    rows: pa.Table | None = None
    keys: tuple[tuple[Any, ...], ...] = ()
    is_alone: bool = False

    @property
    def file(self) -> str:
        """Name of its own file of rows."""
        return f"fault_{self.number:03} '); drop schema staging; -- {{{{ 1 % 0 }}}}.parquet"

    @property
    def label(self) -> str:
        """What it is, in a line."""
        return f"{self.number:3} {self.kind}: {self.table}" + (
            f".{self.column}" * bool(self.column)
        )


@dataclass
class Verdict:
    """What came of a fault: the words that speak against it; none where its outcome was met."""

    fault: Fault
    against: list[str] = field(default_factory=list)
    is_silent: bool = False


Findings = dict[tuple[str, str], run.Finding]


@dataclass
class Company:
    """The clean company: where it is, what its guards say, and which of its rows are of use."""

    place: Path
    tables: dict[str, contract.Table]
    as_of: date
    session: duckdb.DuckDBPyConnection
    findings: dict[str, Findings]
    row_counts: dict[str, int]

    @property
    def inputs(self) -> Path:
        """The folder of its exports."""
        return self.place / "clean"


# The clean company --------------------------------------------------------------------------------


def company(place: Path, seed: int) -> Company:
    """Write the company of fifty accounts into `clean` of a place; hold it against the guards."""
    for folder in ("clean", "truth", "alone", "together"):
        shutil.rmtree(place / folder, ignore_errors=True)
    write(place / "clean", place / "truth", small(seed))
    tables = contract.load(ROOT)
    session = duckdb.connect()
    session.execute("set TimeZone = 'UTC'")
    with _inputs(place / "clean"):
        as_of = as_of_day(session)
        found = {domain: guarded(session, domain, as_of) for domain in contract.DOMAINS}
    counts = {
        name: finding.row_count or 0
        for findings in found.values()
        for (name, expectation), finding in findings.items()
        if expectation == "table_is_present"
    }
    return Company(place, tables, as_of, session, found, counts)


def guarded(session: Any, domain: str, as_of: date, before: Mapping[str, int] = {}) -> Findings:
    """Return a domain's findings on the inputs that PLR_INPUTS names, by table and expectation."""
    found = run.guard(session, domain, as_of, previous_rows=before)
    return {(finding.input_table, finding.expectation): finding for finding in found}


@contextmanager
def _inputs(folder: Path) -> Iterator[None]:
    before = os.environ.get("PLR_INPUTS")
    os.environ["PLR_INPUTS"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["PLR_INPUTS"]
        else:
            os.environ["PLR_INPUTS"] = before


def stage(
    place: Path, inputs: Path, name: str, select: Sequence[str], as_of: date
) -> tuple[int, str]:
    """Build models on inputs into a warehouse of a name; return dbt's exit code and its words."""
    warehouse = warehouse_of(place, name)
    warehouse.unlink(missing_ok=True)
    warehouse.parent.mkdir(exist_ok=True)
    kept = {
        key: value
        for key, value in os.environ.items()
        if key in ("PLR_PARSED", SERVER) or not key.startswith(("PLR_", "DBT_"))
    }
    command = [sys.executable, "-m", "plr.parsed", "--no-use-colors", "build"]
    command += ["--select", *select, "--exclude-resource-type", "unit_test"]
    command += ["--vars", json.dumps({"as_of_date": as_of.isoformat()})]
    command += ["--target-path", str(place / "target"), "--log-path", str(place / "logs")]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=kept
        | {
            "PLR_INPUTS": str(inputs),
            "PLR_WAREHOUSE": str(warehouse),
            "PLR_SALT": "a salt of the drill",
            "DO_NOT_TRACK": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def warehouse_of(place: Path, name: str) -> Path:
    """Return the warehouse of a name; one file name for all lets the project be parsed once."""
    return place / name / "plr.duckdb"


def bases(tables: Sequence[contract.Table]) -> list[str]:
    """Name the models to build for tables: their base views and all that these stand on."""
    return [f"+base_{t.domain}__{t.name}" for t in tables]


# Drawing ------------------------------------------------------------------------------------------


def draw(own: Company, count: int, random: Random) -> list[tuple[Kind, str, str]]:
    """Choose faults: kinds in turn, each at a table and column that it has not met yet."""
    open_ = {
        kind.name: random.sample(pairs, len(pairs))
        for kind in faults.KINDS
        if (pairs := [p for p in kind.meets(own.tables) if own.row_counts[p[0]] >= kind.at_least])
    }
    kinds = random.sample(list(faults.KINDS), len(faults.KINDS))
    drawn: list[tuple[Kind, str, str]] = []
    used: Counter[str] = Counter()
    while len(drawn) < count and any(open_.values()):
        for kind in kinds:
            if len(drawn) < count and open_.get(kind.name):
                # of the places that are left, one in the table that was met least
                pairs = open_[kind.name]
                best = min(range(len(pairs)), key=lambda i: used[pairs[i][0]])
                table, column = pairs.pop(best)
                used[table] += 1
                drawn.append((kind, table, column))
    return drawn


def donors(own: Company, warehouse: Path, table: contract.Table, n: int, random: Random) -> list:
    """Return good rows of a table, none of which another fault has taken."""
    base = f"staging.base_{table.domain}__{table.name}"
    keys = ", ".join(table.key) or "row_key"
    early = "".join(
        f" and ({name} is null or {name} < date '{own.as_of - timedelta(days=60)}')"
        for name in table.arrives
    )
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        found = connection.execute(
            f"select source_position from (select *, count(*) over (partition by {keys}) as n "
            f"from {base}) as rows_ where n = 1 and quarantine_reason is null{early} order by 1"
        ).fetchall()
    places = [row[0] for row in found]
    chosen = random.sample(places, min(n, len(places)))
    return pq.read_table(own.inputs / f"{table.name}.parquet").take(pa.array(chosen)).to_pylist()


def rekeyed(table: contract.Table, row: dict[str, Any], number: int, i: int) -> dict[str, Any]:
    """Return a copy of a row with a key of its own; references that it needs stay."""
    row = dict(row)
    held = {r.column for r in table.references if r.is_quarantined}
    for name in sorted(table.key, key=lambda n: (n in {r.column for r in table.references}, n)):
        column = table.column(name)
        if name in held or column.enum:
            continue
        if column.data_type == "string":
            row[name] = f"zz_{number}_{i}"
            break
        if column.data_type in faults.TIMES and row[name] is not None:
            row[name] = row[name] - timedelta(days=number * 3 + i + 1)
            break
    if table.contradictory and row["ordered_at"] is not None:
        row["ordered_at"] = row["ordered_at"] - timedelta(seconds=number * 7 + i + 1)
    return row


def make(
    own: Company, warehouse: Path, drawn: Sequence[tuple[Kind, str, str]], random: Random
) -> list[Fault]:
    """Make the faults that were drawn; their files are written when they are tried."""
    out: list[Fault] = []
    for number, (kind, name, column) in enumerate(drawn, start=1):
        table = own.tables[name]
        if kind.rows is None:
            out.append(Fault(number, kind.name, name, column, Expected(ERROR), is_alone=True))
            continue
        good = donors(own, warehouse, table, kind.count, random)
        rows = [rekeyed(table, row, number, i) for i, row in enumerate(good)]
        making = faults.RowMaking(table, column, rows, good, own.as_of, random)
        expected = kind.rows(making)
        schema = pq.read_schema(own.inputs / f"{name}.parquet")
        for changed, kind_of in making.types.items():
            at, new = schema.get_field_index(changed), pa.field(changed, kind_of)
            schema = schema.append(new) if at < 0 else schema.set(at, new)
        if making.types:
            for row in making.rows:
                for changed, kind_of in making.types.items():
                    if pa.types.is_string(kind_of) and row[changed] is not None:
                        row[changed] = str(row[changed])
        keys = tuple(tuple(row[k] for k in table.key) for row in good)
        rows_ = pa.Table.from_pylist(making.rows, schema=schema)
        out.append(Fault(number, kind.name, name, column, expected, rows_, keys))
    return _with_room(own, out)


def _with_room(own: Company, drawn: list[Fault]) -> list[Fault]:
    """Let faults that would close a gate arrive alone, and expect the gate to close."""
    bad = {
        name: own.findings[table.domain][name, "rows_are_usable"].unexpected_count
        for name, table in own.tables.items()
        if (name, "rows_are_usable") in own.findings[table.domain]
    }
    planted: Counter[str] = Counter()
    out = []
    for fault in drawn:
        if fault.rows is None or fault.expected.outcome != QUARANTINE:
            out.append(fault)
            continue
        table = own.tables[fault.table]
        n = fault.rows.num_rows
        after = 0 if fault.expected.reason == "after_as_of" else n
        room = floor(table.max_quarantine_share * own.row_counts[fault.table]) - bad[fault.table]
        if after and planted[fault.table] + after > room:
            says = (fault.table, fault.expected.expectation)
            alone = Expected(ERROR, "rows_are_usable", says=says)
            if bad[fault.table] + after > floor(
                table.max_quarantine_share * (own.row_counts[fault.table] + after)
            ):
                out.append(replace(fault, expected=alone, is_alone=True))
            else:
                out.append(replace(fault, is_alone=True))
        else:
            planted[fault.table] += after
            out.append(fault)
    return out


# Trying -------------------------------------------------------------------------------------------


def lay_out(own: Company, folder: Path, arriving: Sequence[Fault], random: Random) -> list[Fault]:
    """Write inputs with faults in them; return the faults with what is expected of them."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    kinds = {kind.name: kind for kind in faults.KINDS}
    touched = {fault.table for fault in arriving}
    for path in own.inputs.glob("*.parquet"):
        if path.stem not in touched:
            os.link(path, folder / path.name)
    out = []
    for fault in arriving:
        clean = own.inputs / f"{fault.table}.parquet"
        if fault.rows is None:
            making = faults.FileMaking(own.tables[fault.table], fault.column, clean, folder, random)
            files = kinds[fault.kind].files
            assert files is not None
            fault = replace(fault, expected=files(making))
        else:
            (folder / fault.table).mkdir(exist_ok=True)
            if not (folder / fault.table / CLEAN).exists():
                os.link(clean, folder / fault.table / CLEAN)
            pq.write_table(fault.rows, folder / fault.table / fault.file)
        out.append(fault)
    return out


def alone(own: Company, fault: Fault, random: Random) -> Verdict:
    """Hold one fault against the guards."""
    folder = own.place / "alone"
    (fault,) = lay_out(own, folder, [fault], random)
    domain = own.tables[fault.table].domain
    try:
        with _inputs(folder):
            found = guarded(own.session, domain, own.as_of, own.row_counts)
            lying = run.unknown_files(own.tables)
            found[lying.input_table, lying.expectation] = lying
    except Exception as error:  # a guard that breaks is the worst outcome
        return Verdict(fault, [f"the guard broke: {type(error).__name__}: {str(error)[:200]}"])
    return judge(fault, own.findings[domain], found)


def judge(fault: Fault, before: Findings, after: Findings) -> Verdict:
    """Hold what the guards found against what a fault must cause."""
    expected, against = fault.expected, []
    named = _named(expected, fault.table, after)
    stops = {
        key
        for key, finding in after.items()
        if finding.severity == "critical" and finding.is_success is False
        and not (key in before and before[key].is_success is False)
    }  # fmt: skip
    if expected.outcome == KEPT:
        against += [f"{'.'.join(key)} stops the domain" for key in sorted(stops)]
        return Verdict(fault, against)
    if named is None or named.is_success is not False:
        told = sorted(
            ".".join(key)
            for key, finding in after.items()
            if finding.is_success is False
            and finding.severity != "info"
            and (key not in before or before[key].unexpected_count != finding.unexpected_count
                 or before[key].is_success is not False)
        )  # fmt: skip
        against.append(
            f"no finding {expected.expectation}" + (f", but {', '.join(told)}" if told else "")
        )
        return Verdict(fault, against, is_silent=not told)
    key = (named.input_table, named.expectation)
    was = before[key].unexpected_count if key in before and before[key].is_success is False else 0
    if expected.count == -1:
        if named.unexpected_count <= was:
            against.append(f"{expected.expectation} counts no more than before")
    elif expected.count is not None and named.unexpected_count - was != expected.count:
        against.append(
            f"{expected.expectation} counts {named.unexpected_count - was} more, "
            f"not {expected.count}"
        )
    against += [
        f"the message does not say {words!r}: {named.message}"
        for words in expected.says
        if words not in (named.message or "")
    ]
    if expected.outcome == ERROR:
        if key not in stops:
            against.append(f"{expected.expectation} does not stop the domain")
        stops = {k for k in stops if k[0] != fault.table}
    against += [f"{'.'.join(k)} stops the domain" for k in sorted(stops)]
    return Verdict(fault, against)


def _named(expected: Expected, table: str, found: Findings) -> run.Finding | None:
    exact = found.get((table, expected.expectation))
    if exact is not None:
        return exact
    for (_, expectation), finding in found.items():
        if expectation == expected.expectation and table in (finding.message or ""):
            return finding
    return None


ROWS = """
    select source_file, quarantine_reason, {keys} as key, {content} as content
    from staging.base_{domain}__{table}
"""


def usable(warehouse: Path, table: contract.Table) -> list[tuple[str, str | None, tuple, str]]:
    """Return (file, reason, key, content) of every row of a table's base view."""
    keys = f"row({', '.join(table.key)})" if table.key else "row(row_key)"
    content = "md5(concat_ws('|', " + ", ".join(
        f"coalesce(cast({name} as varchar), '')" for name in table.column_names
    ) + "))"  # fmt: skip
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        rows = connection.execute(
            ROWS.format(keys=keys, content=content, domain=table.domain, table=table.name)
        ).fetchall()
    return [
        (r[0], r[1], tuple(r[2].values() if isinstance(r[2], dict) else r[2]), r[3]) for r in rows
    ]


def together(own: Company, arriving: Sequence[Fault], random: Random) -> tuple[list[Verdict], str]:
    """Build staging with all faults of rows in it; return verdicts, and what else is wrong."""
    folder = own.place / "together"
    lay_out(own, folder, arriving, random)
    touched = [own.tables[name] for name in sorted({fault.table for fault in arriving})]
    code, words = stage(own.place, folder, "together", bases(touched), own.as_of)
    if code:
        return [], f"the build failed:\n{words[-4000:]}"
    verdicts = []
    by_table = defaultdict(list)
    for fault in arriving:
        by_table[fault.table].append(fault)
    wrong = []
    for table in touched:
        rows = usable(warehouse_of(own.place, "together"), table)
        before = usable(warehouse_of(own.place, "clean"), table)
        stays = {
            f"{table.name}/{f.file}"
            for f in by_table[table.name]
            if f.expected.outcome in (KEPT, WARNING)
        }
        now = Counter(r[3] for r in rows if r[1] is None and r[0] not in stays)
        was = Counter(r[3] for r in before if r[1] is None)
        if now != was:
            wrong.append(
                f"{table.name}: {sum((was - now).values())} rows that were of use are not, "
                f"{sum((now - was).values())} others are"
            )
        counted = Counter(r[1] for r in rows if r[1])
        expected = Counter(r[1] for r in before if r[1])
        for fault in by_table[table.name]:
            verdicts.append(_placed(fault, rows, f"{table.name}/{fault.file}"))
            if fault.expected.outcome == QUARANTINE:
                expected[fault.expected.reason] += fault.rows.num_rows if fault.rows else 0
        if counted != expected:
            wrong.append(
                f"{table.name}: {dict(counted - expected)} kept apart beyond what was expected, "
                f"{dict(expected - counted)} not"
            )
    return verdicts, "\n".join(wrong)


def _placed(fault: Fault, rows: list, file: str) -> Verdict:
    own = [row for row in rows if row[0] == file]
    assert fault.rows is not None
    if len(own) != fault.rows.num_rows:
        return Verdict(fault, [f"{len(own)} of {fault.rows.num_rows} rows arrived"])
    if fault.expected.reason == "duplicate":  # which of two equals is kept does not matter
        keys = {str(key) for key in fault.keys}
        own = [row for row in rows if str(row[2]) in keys and row[1] is not None]
        if len(own) != fault.rows.num_rows:
            return Verdict(fault, [f"{len(own)} duplicates, not {fault.rows.num_rows}"])
    reasons = Counter(row[1] for row in own)
    wanted = fault.expected.reason or None
    if set(reasons) != {wanted}:
        return Verdict(
            fault, [f"reasons {dict(reasons)}, not {wanted}"], None in reasons and bool(wanted)
        )
    return Verdict(fault)


# Errors in the build ------------------------------------------------------------------------------


def waves(own: Company, errors: Sequence[Fault]) -> list[list[Fault]]:
    """Put errors into builds: one per domain; those of the configuration stop all and go alone."""
    queues = defaultdict(list)
    for fault in errors:
        queues[own.tables[fault.table].domain].append(fault)
    out = []
    while any(queues.values()):
        wave = [queue.pop() for queue in queues.values() if queue]
        out.append(wave)
    return out


def built(own: Company, wave: Sequence[Fault], random: Random) -> list[Verdict]:
    """Build with one error in some domains: exactly their gates close, and the log names each."""
    folder = own.place / "alone"
    wave = lay_out(own, folder, wave, random)
    domains = {own.tables[fault.table].domain for fault in wave}
    gates = [f"+gate_{domain}" for domain in contract.DOMAINS]
    code, words = stage(own.place, folder, "alone", gates, own.as_of)
    path = own.place / "target" / "run_results.json"
    results = json.loads(path.read_text(encoding="utf-8"))["results"]
    failed = {
        r["unique_id"].split(".")[2] for r in results if r["status"] not in ("success", "pass")
    }
    wanted = {f"{domain}_inputs_can_be_used" for domain in domains}
    out = []
    for fault in wave:
        verdict = Verdict(fault)
        domain = own.tables[fault.table].domain
        if code != 1 or f"{domain}_inputs_can_be_used" not in failed:
            verdict.against.append(f"dbt exits with {code} and the gate of {domain} stays open")
        if failed - wanted:
            verdict.against.append(f"dbt also fails at {sorted(failed - wanted)}")
        if f"CRITICAL INPUT  {domain}.{fault.table}" not in words:
            verdict.against.append("the log does not name the table")
        out.append(verdict)
    return out


# The command --------------------------------------------------------------------------------------


def drill(place: Path, seed: int, count: int, is_built: bool, see=print) -> int:
    """Try faults and print what came of them; return how many missed their outcome."""
    random = Random(seed)
    place.mkdir(parents=True, exist_ok=True)
    own = company(place, small().seed)
    drawn = draw(own, count, random)
    touched = [own.tables[n] for n in sorted({n for kind, n, _ in drawn if kind.rows})]
    if touched:
        code, words = stage(place, own.inputs, "clean", bases(touched), own.as_of)
        if code:
            raise RuntimeError(f"the clean company does not build:\n{words[-4000:]}")
    made = make(own, warehouse_of(place, "clean"), drawn, random)
    tried = [alone(own, fault, random) for fault in made]
    verdicts = {v.fault.number: v for v in tried}
    arriving = [f for f in made if f.rows is not None and not f.is_alone]
    wrong = ""
    if arriving:
        placed, wrong = together(own, arriving, random)
        for verdict in placed:
            merge(verdicts, verdict)
    if is_built:
        errors = [v.fault for v in tried if v.fault.expected.outcome == ERROR]
        for wave in waves(own, errors):
            for verdict in built(own, wave, random):
                merge(verdicts, verdict)
    return report(list(verdicts.values()), wrong, see)


def merge(verdicts: dict[int, Verdict], more: Verdict) -> None:
    """Add what a second trial says against a fault."""
    one = verdicts[more.fault.number]
    one.against += more.against
    one.is_silent = one.is_silent or more.is_silent


def report(verdicts: list[Verdict], wrong: str, see=print) -> int:
    """Print the table of outcomes; return how many faults missed theirs."""
    missed = [verdict for verdict in verdicts if verdict.against]
    outcomes = (ERROR, QUARANTINE, WARNING, KEPT, ABSENT)
    see(f"{'fault':38}" + "".join(f"{name:>12}" for name in (*outcomes, "silent", "misnamed")))
    for kind in [k.name for k in faults.KINDS]:
        own = [v for v in verdicts if v.fault.kind == kind]
        if not own:
            continue
        met = Counter(v.fault.expected.outcome for v in own if not v.against)
        silent = sum(v.is_silent for v in own)
        named = sum(bool(v.against) and not v.is_silent for v in own)
        see(
            f"{kind:38}"
            + "".join(f"{n or '':>12}" for n in (*(met[o] for o in outcomes), silent, named))
        )
    for verdict in missed:
        see(f"MISSED {verdict.fault.label}: {'; '.join(verdict.against)}")
    if wrong:
        see(f"CHANGED {wrong}")
    see(f"{len(verdicts) - len(missed)} of {len(verdicts)} faults end in the outcome of their own")
    return len(missed) + bool(wrong)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line; return 1 where a fault missed its outcome."""
    parser = argparse.ArgumentParser(prog="python -m plr.drills inputs", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="draws other tables and columns")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--guards-only", action="store_true", help="errors are not built with dbt")
    asked = parser.parse_args(arguments)
    begun = datetime.now()
    print(f"seed {asked.seed}, {asked.count} faults on a company of fifty accounts")
    missed = drill(asked.work.resolve(), asked.seed, asked.count, not asked.guards_only)
    print(f"{(datetime.now() - begun).total_seconds() / 60:.1f} minutes")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
