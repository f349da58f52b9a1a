"""A domain's report: every expectation about what arrived, as one row, whatever happens.

The same row says what was looked at, how many rows speak against it, an example without personal
data, and, in words, what to do. Nothing here stops a build: the gate of the domain does, by a data
test on the critical rows.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from functools import cache, cached_property, partial
from math import floor
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from plr import contract, inputs
from plr.guards import beyond, checks, engine, profile
from plr.guards.checks import CRITICAL, FLAG, INFO, WARNING, Check

ROOT = Path(__file__).resolve().parent.parent.parent
# Tables with more rows than this are never loaded: they are counted in SQL, day by day.
ROW_LIMIT = 1_000_000
_ADDRESS = re.compile(r"[^\s@<>(),;:='\"]+@[^\s@<>(),;:'\"]+")
SCHEMA = pa.schema(
    [
        ("input_table", pa.string()),
        ("expectation", pa.string()),
        ("severity", pa.string()),
        ("is_success", pa.bool_()),
        ("unexpected_count", pa.int64()),
        ("row_count", pa.int64()),
        ("example", pa.string()),
        ("checked_as_of", pa.date32()),
        ("message", pa.string()),
    ]
)
WIDE_DOMAINS = frozenset({"product", "billing", "crm"})


@dataclass(frozen=True)
class Finding:
    """One row of the report. is_success is None where the expectation could not be checked."""

    input_table: str
    expectation: str
    severity: str
    is_success: bool | None
    unexpected_count: int = 0
    row_count: int | None = None
    example: str | None = None
    message: str | None = None


@dataclass
class Arrivals:
    """The input tables of one build, looked up once: where each is and how to read it."""

    session: Any
    tables: Mapping[str, contract.Table]
    _found: dict[str, inputs.Input | None] = field(default_factory=dict)
    _filled: dict[str, bool] = field(default_factory=dict)

    def find(self, name: str) -> inputs.Input | None:
        """Return the table's input, None where it is absent."""
        if name not in self._found:
            self._found[name] = inputs.find(self.session, name)
        return self._found[name]

    def relation(self, name: str) -> str | None:
        """Return the typed rows of a table in brackets; None where absent, unreadable or empty."""
        found = self.find(name)
        if found is None or found.problem:
            return None
        if any(c.is_required and c.name not in found.columns for c in self.tables[name].columns):
            return None  # its own guard says so; nothing is judged by half a table
        if name not in self._filled:
            try:
                rows = self.session.execute(f"select 1 from {found.relation} limit 1").fetchall()
            except Exception:  # its own guard says what is wrong with it
                rows = []
            self._filled[name] = bool(rows)
        return f"({checks.typed_select(self.tables[name], found)})" if self._filled[name] else None

    def excepted(self, rule: str, as_of: date) -> frozenset[str]:
        """Return the keys that the company's own exceptions keep from a rule on that day."""
        relation = self.relation("exceptions")
        if relation is None:
            return frozenset()
        rows = self.session.execute(
            f"select key from {relation} "
            "where rule = ? and key is not null and (valid_until is null or valid_until >= ?)",
            [rule, as_of],
        ).fetchall()
        return frozenset(row[0] for row in rows)

    @cached_property
    def personal(self) -> frozenset[str]:
        """Names of the columns that must never be shown."""
        return frozenset(
            column.name
            for table in self.tables.values()
            for column in table.columns
            if column.is_personal
        )


@dataclass(frozen=True)
class Measure:
    """A number about a table that must not exceed a limit.

    tell: where it does, returns the example and the message; None where the finding has them.
    """

    finding: Finding
    value: float
    at_most: float
    tell: Callable[[], tuple[str | None, str]] | None = None


def row_limit() -> int:
    """Return the number of rows above which a table is profiled instead of loaded."""
    return int(os.environ.get("PLR_GUARD_ROW_LIMIT", ROW_LIMIT))


@cache
def tables_of(root: Path = ROOT) -> dict[str, contract.Table]:
    """Return the contract, read once per process."""
    return contract.load(root)


def guard(
    session: Any,
    domain: str,
    as_of: date,
    profiles: Mapping[str, profile.Profile] | None = None,
    previous_rows: Mapping[str, int] | None = None,
    root: Path = ROOT,
) -> list[Finding]:
    """Return every expectation about a domain's inputs, ordered by table and name.

    session: a DuckDB connection. as_of: the day that the build stands on. profiles: those of large
    tables, by table; a large table without one is profiled here. previous_rows: rows per table at
    the last load, where there was one.
    """
    tables = tables_of(root)
    arrivals = Arrivals(session, tables)
    findings: list[Finding] = []
    measures: list[Measure] = []
    for table in tables.values():
        if table.domain != domain:
            continue
        one = _Table(arrivals, table, as_of, root, (profiles or {}).get(table.name))
        findings.extend(one.structure())
        if one.is_readable:
            try:
                contents, numbers = one.contents((previous_rows or {}).get(table.name))
            except Exception as error:  # pages that break while they are read
                findings = [
                    f
                    for f in findings
                    if f.expectation != "files_are_readable" or f.input_table != table.name
                ]
                findings.append(one.broken(error))
                continue
            findings.extend(contents)
            measures.extend(numbers)
    findings.extend(_judged(domain, measures))
    if domain == "config":
        findings.append(unknown_files(tables))
    return sorted(findings, key=lambda f: (f.input_table, f.expectation))


def unknown_files(tables: Mapping[str, contract.Table]) -> Finding:
    """Return the finding on what lies among the inputs and is read by nothing.

    Loud where a table was probably meant: almost its name, its name with another ending, or inside
    its folder. Hidden files, and those that begin with an underscore, are not looked at.
    """
    place = inputs.location()
    root = Path(place)
    unknown: dict[str, str] = {}
    if not place.startswith("schema:") and root.is_dir():
        for path in sorted(root.rglob("*")):
            parts = path.relative_to(root).parts
            if path.is_dir() or any(part.startswith((".", "_")) for part in parts):
                continue
            stem = parts[0].split(".", 1)[0]
            is_read = path.suffix in (".parquet", ".csv") and path.stem == stem or len(parts) > 1
            if stem in tables and is_read and path.suffix in (".parquet", ".csv"):
                continue
            near = [stem] if stem in tables else get_close_matches(stem.lower(), tables, 1, 0.8)
            unknown["/".join(parts)] = near[0] if near else ""
    meant = [f"{name} (meant as {near}?)" for name, near in unknown.items() if near]
    listed = masked(", ".join(meant + [name for name, near in unknown.items() if not near]))[:300]
    return Finding(
        "(inputs)",
        "files_are_known",
        WARNING if meant else INFO,
        not unknown,
        len(unknown),
        None,
        listed or None,
        f"Files among the inputs that nothing reads: {listed}. A table is <table>.parquet, "
        "<table>.csv or a folder <table>/ of either; rename what is meant for one."
        if unknown
        else None,
    )


def _judged(domain: str, measures: list[Measure]) -> list[Finding]:
    """Hold the domain's measures against their limits, in one validation."""
    counted = [
        engine.Counted(f"{m.finding.input_table}.{m.finding.expectation}", m.value, m.at_most)
        for m in measures
    ]
    verdicts = engine.within_limits(f"{domain}__measures", counted)
    out = []
    for measure, is_success in zip(measures, verdicts, strict=True):
        changes: dict[str, Any] = {"is_success": is_success}
        if is_success:
            changes |= {"example": None, "message": None}
        elif measure.tell:
            example, message = measure.tell()
            changes |= {"example": example, "message": message}
        out.append(replace(measure.finding, **changes))
    return out


class _Table:
    """One input table under the guard."""

    def __init__(
        self,
        arrivals: Arrivals,
        table: contract.Table,
        as_of: date,
        root: Path,
        known: profile.Profile | None,
    ) -> None:
        self.arrivals, self.table, self.as_of, self.root = arrivals, table, as_of, root
        self.session = arrivals.session
        self.found = arrivals.find(table.name)
        self.known = known
        self.rows = 0
        self.is_readable = False
        self.label = f"{table.domain}.{table.name}"

    def structure(self) -> list[Finding]:
        """Return what can be said without looking at rows; sets rows and is_readable."""
        table, found = self.table, self.found
        if found is None:
            severity = WARNING if table.minimum else INFO
            say = (
                f"{self.label} is not there. It belongs to the smallest set of tables that runs; "
                if table.minimum
                else f"{self.label} is not there. "
            ) + "what needs it is not measurable (see rpt_measurability)."
            return [self._row("table_is_present", severity, False, message=say)]
        out = []
        problem = found.problem
        if not problem:
            try:
                query = f"select count(*) from {found.relation}"
                self.rows = self.session.execute(query).fetchall()[0][0]
            except Exception as error:  # an unreadable file is a finding, not a crash
                problem = self._problem(error)
        severity = WARNING if table.minimum else INFO
        out.append(self._row("table_is_present", severity, True, row_count=self.rows))
        out.append(self._unreadable(problem) if problem else self._fine("files_are_readable"))
        places = " and ".join(found.clashes)
        out.append(
            self._row(
                "one_form_only",
                CRITICAL,
                not found.clashes,
                len(found.clashes),
                example=places or None,
                message=f"{self.label} stands in more than one place ({places}) and nobody can say "
                f"which one counts. Keep one of them. {self._stops()}"
                if found.clashes
                else None,
            )
        )
        if problem:
            return out
        wrong = False
        for column in table.columns:
            if column.name not in found.columns:
                if column.is_required:
                    wrong = True
                    out.append(self._missing(column))
                continue
            if column.is_required:
                out.append(self._fine(f"{column.name}_is_present"))
            physical = found.columns[column.name]
            if not inputs.is_readable_type(column.data_type, physical):
                finding = self._wrong_type(column, physical)
                wrong = wrong or not finding.is_success
                out.append(finding)
            elif inputs.is_always_readable(column.data_type, physical):
                out.append(self._fine(f"{column.name}_has_its_type"))
        out.append(self._unknown_columns())
        needed = WARNING if table.minimum else INFO
        say = f"{self.label} ({self._files()}) has no rows; what needs it finds nothing there."
        out.append(
            self._row("table_has_rows", needed, self.rows > 0, message=None if self.rows else say)
        )
        self.is_readable = not wrong and not found.clashes
        return out

    def _unknown_columns(self) -> Finding:
        """Return the finding on columns that nothing reads; loud where one was probably meant."""
        assert self.found is not None
        known = self.table.column_names
        unknown = [name for name in self.found.columns if name not in known]
        if not unknown:
            return self._fine("columns_are_known", INFO)
        absent = [name for name in known if name not in self.found.columns]
        meant = {
            name: near
            for name in unknown
            for near in [
                *get_close_matches(name, absent, 1, 0.8),
                *(k for k in known if name.startswith(f"{k}_") and name[len(k) + 1 :].isdigit()),
            ][:1]
        }
        guess = ", ".join(f"{name} (meant as {near}?)" for name, near in meant.items())
        rest = [name for name in unknown if name not in meant]
        listed = masked(", ".join([*([guess] if guess else []), *rest]))[:300]
        return self._row(
            "columns_are_known",
            WARNING if meant else INFO,
            False,
            len(unknown),
            example=listed,
            message=f"{self.label} ({self._files()}) has columns that nothing reads: {listed}. "
            "Rename what is meant for a column of the contract; the others do no harm.",
        )

    def broken(self, error: Exception) -> Finding:
        """Return the finding for files that break while they are read."""
        return self._unreadable(self._problem(error))

    def contents(self, previous_rows: int | None) -> tuple[list[Finding], list[Measure]]:
        """Return the findings about rows, and the measures that are still to be judged."""
        table, found = self.table, self.found
        assert found is not None
        rules, typed = self.rules()
        compared = [rule for rule in rules if rule.kind != FLAG]
        out: list[Finding] = []
        numbers: list[Measure] = []
        if self.known is not None or self.rows > row_limit():
            plan = profile.plan(table, found, typed, rules, None)
            self.known = self.known or profile.take(self.session, plan)
            counts = profile.totals(self.known, rules, self.as_of)
            counted = rules
        else:
            plan = profile.plan(table, found, typed, rules, self._as_of_at)
            counts = profile.measure(self.session, plan)
            counted = [rule for rule in rules if rule.kind == FLAG]
            frame = self._frame(typed, compared)
            expected = [
                engine.Expected(r.name, r.kind, r.columns, r.values, r.severity, r.says)
                for r in compared
            ]
            verdicts = engine.validate(f"{table.domain}__{table.name}", frame, expected)
            for rule, verdict in zip(compared, verdicts, strict=True):
                finding = self._row(rule.name, rule.severity, verdict.is_success)
                if not verdict.is_success:
                    example, message = self._told(rule, verdict.unexpected, typed)
                    finding = replace(
                        finding,
                        unexpected_count=verdict.unexpected,
                        example=example,
                        message=message,
                    )
                out.append(finding)
        for rule in counted:
            count = counts.violations[rule.name]
            limit = floor(rule.allowed_share * counts.applicable.get(rule.name, self.rows))
            finding = self._row(rule.name, rule.severity, None, count)
            tell = partial(self._told, rule, count, typed)
            numbers.append(Measure(finding, count, limit, tell))
        numbers.extend(self._types(rules, counts, typed))
        unchecked, counted_rows = self._queries()
        out.extend(unchecked)
        numbers.extend(counted_rows)
        numbers.extend(self._measures(counts, previous_rows, rules))
        return out, numbers

    def rules(self) -> tuple[list[Check], str]:
        """Return the expectations about rows, and the SELECT of the typed rows."""
        assert self.found is not None
        parents = {
            r.table: relation
            for r in self.table.references
            if (relation := self.arrivals.relation(r.table)) is not None
        }
        rules = checks.row_checks(self.table, self.found, parents)
        return rules, checks.typed_select(self.table, self.found)

    # What is looked at -----------------------------------------------------------------------

    def _frame(self, typed: str, compared: list[Check]) -> pd.DataFrame:
        """Return the validated columns of every row."""
        seen = dict.fromkeys(name for rule in compared for name in rule.columns)
        items = ", ".join(f'"{name}"' for name in seen) or "1 as nothing"
        return self.session.execute(f"select {items} from ({typed}) as arrived").df()

    def _types(self, rules: list[Check], counts: profile.Totals, typed: str) -> list[Measure]:
        """Return, per column read from another type, the share of values that cannot be read."""
        limit = floor(self.table.max_quarantine_share * self.rows)
        by_name = {rule.name: rule for rule in rules}
        out = []
        for column in checks.converted(self.table, self.found):
            if not inputs.is_readable_type(column.data_type, self.found.columns[column.name]):
                continue
            rule = by_name[f"{column.name}_is_readable"]
            count = counts.violations[rule.name]
            finding = self._row(f"{column.name}_has_its_type", CRITICAL, None, count)
            tell = partial(self._told_of_type, rule, column, count, typed)
            out.append(Measure(finding, count, limit, tell))
        return out

    @property
    def _as_of_at(self) -> str:
        last = datetime.combine(self.as_of, datetime.min.time()) + timedelta(days=1)
        return str(last - timedelta(microseconds=1))

    # What is said ----------------------------------------------------------------------------

    def _row(
        self, name: str, severity: str, is_success: bool | None, count: int = 0, **more: Any
    ) -> Finding:
        return Finding(
            self.table.name,
            name,
            severity,
            is_success,
            int(count),
            more.pop("row_count", self.rows),
            **more,
        )

    def _fine(self, name: str, severity: str = CRITICAL) -> Finding:
        return self._row(name, severity, True)

    def _stops(self) -> str:
        domain = self.table.domain
        if domain == "config":
            return (
                "Until it is corrected nothing is built: every domain waits for the configuration."
            )
        if domain in WIDE_DOMAINS:
            return (
                f"Until it is corrected the {domain} tables and nearly all marts, which stand on "
                "them through identity, are skipped; other domains are staged."
            )
        return (
            f"Until it is corrected the {domain} tables and the marts that read them are skipped; "
            "the rest is built."
        )

    def _files(self) -> str:
        files = self.found.files if self.found else ()
        return files[0] if len(files) == 1 else f"{len(files)} files in {self.table.name}/"

    def _problem(self, error: Exception) -> str:
        place = inputs.location()
        root = None if place.startswith("schema:") else place.rstrip("/")
        assert self.found is not None
        return inputs.problem_of(self.session, self.found, root, error)

    def _unreadable(self, problem: str) -> Finding:
        return self._row(
            "files_are_readable",
            CRITICAL,
            False,
            1,
            example=problem.split(":", 1)[0],
            message=f"{self.label} cannot be read: {problem}. Export the file again. "
            f"{self._stops()}",
        )

    def _missing(self, column: contract.Column) -> Finding:
        assert self.found is not None
        there = masked(", ".join(self.found.columns))[:1000] or "none"
        return self._row(
            f"{column.name}_is_present",
            CRITICAL,
            False,
            1,
            example=f"columns that are there: {there}"[:300],
            message=f"{self.label} ({self._files()}) has no column {column.name} "
            f"({column.data_type}, required); it has {there}. Add or rename the column. "
            f"{self._stops()}",
        )

    def _wrong_type(self, column: contract.Column, physical: str) -> Finding:
        """Return the finding on a type that cannot stand for the contract's."""
        assert self.found is not None
        name = f"{column.name}_has_its_type"
        rows = self.session.execute(
            f'select {self.found.file}, cast("{column.name}" as varchar), '
            f'count(*) over () from {self.found.relation} where "{column.name}" is not null limit 1'
        ).fetchall()
        if not rows:
            return self._fine(name)
        file, value, count = rows[0]
        shown = "(personal)" if column.is_personal else repr(masked(value))[:80]
        return self._row(
            name,
            CRITICAL,
            False,
            count,
            example=f"{column.name}={shown} ({file})",
            message=f"{self.label}, column {column.name} ({file}) is stored as {physical}, which "
            f"cannot be read as {column.data_type}, for example {shown}. Export it as "
            f"{column.data_type}. {self._stops()}",
        )

    def _told_of_type(
        self, rule: Check, column: contract.Column, count: int, typed: str
    ) -> tuple[str | None, str]:
        example, file = self._example(rule, typed)
        return example, (
            f"{self.label}, column {column.name} ({file}): {count} of {self.rows} rows hold a "
            f"value that cannot be read as {column.data_type}, more than "
            f"{self.table.max_quarantine_share:.0%}, for example {example}. Export it as "
            f"{column.data_type}. {self._stops()}"
        )

    def _told(self, rule: Check, count: int, typed: str) -> tuple[str | None, str]:
        example, file = self._example(rule, typed)
        shown = f", for example {example}" if example else ""
        then = f"{rule.then} {self._stops()}" if rule.severity == CRITICAL else rule.then
        return example, (
            f"{self.label} ({file}): {count} of {self.rows} rows {rule.says}{shown}. {then}"
        )

    def _example(self, rule: Check, typed: str) -> tuple[str | None, str]:
        """Return the first offending row to land, without personal columns, and its file.

        Where a profile says on which day that was, only the rows of that day are looked at.
        """
        landed = profile.landed_on(self.table)
        day = self.known.first_with(rule.name) if self.known else None
        if day is not None:
            assert self.found is not None
            if day.files:
                typed = typed.replace(self.found.relation, inputs.only(self.found, list(day.files)))
            on = f"= date '{day.on}'" if day.on else "is null"
            typed = f"select * from ({typed}) as arrived where {landed} {on}"
        named = [c.name for c in self.table.columns]
        columns = [c for c in dict.fromkeys((*self.table.key, *rule.columns))]
        if rule.parts:
            columns += [c for c in rule.parts if c not in columns]
        else:
            columns += [c for c in named if c not in columns and _speaks_of(rule.violated, c)]
        flags = "".join(f", coalesce({sql}, false)" for sql in rule.parts.values())
        items = ", ".join(f'cast("{name}" as varchar) as "{name}"' for name in columns) or "''"
        order = ", ".join(str(i + 1) for i in range(len(columns) or 1))
        rows = self.session.execute(
            f"select {items}{flags}, source_file from (select *, ({rule.violated}) as is_wrong "
            f"from ({typed}) as arrived) as judged where is_wrong "
            f"order by {landed} nulls last, source_file nulls last, {order} limit 1"
        ).fetchall()
        if not rows:
            return None, self._files()
        values, file = rows[0][: len(columns)], rows[0][-1] or self._files()
        hold = dict(zip(rule.parts, rows[0][len(columns) : -1], strict=True))
        pairs = [
            (name, value)
            for name, value in zip(columns, values, strict=True)
            if name in self.table.key or hold.get(name, True)
        ]
        return self._shown([n for n, _ in pairs], tuple(v for _, v in pairs)), file

    def _shown(self, names: list[str], values: tuple[Any, ...]) -> str:
        parts = []
        for name, value in zip(names, values, strict=False):
            plain = name.removeprefix("raw__")
            if plain in self.arrivals.personal:
                continue
            parts.append(f"{plain}={'null' if value is None else repr(masked(str(value)))[:80]}")
        return ", ".join(dict.fromkeys(parts))[:300] or "(personal columns only)"

    def _queries(self) -> tuple[list[Finding], list[Measure]]:
        """Return the expectations that could not be checked, and the counts of the others."""
        out: list[Finding] = []
        numbers: list[Measure] = []
        seeds = str(self.root / "seeds")
        for item in beyond.queries(self.table, seeds, self.as_of.isoformat()):
            relations = {name: self.arrivals.relation(name) for name in item.tables}
            lacking = [name for name, relation in relations.items() if relation is None]
            if lacking:
                say = f"{self.label}: not checked, because {', '.join(lacking)} "
                say += "has no rows." if len(lacking) == 1 else "have no rows."
                out.append(self._row(item.name, item.severity, None, message=say))
                continue
            sql = item.query({k: v for k, v in relations.items() if v is not None})
            order = "order by all nulls last"
            rel = self.session.execute(
                f"select *, count(*) over () as offenders from ({sql}) as found {order} limit 1"
            )
            names = [column[0] for column in rel.description]
            rows = rel.fetchall()
            count = rows[0][-1] if rows else 0
            example = self._shown(names[:-1], rows[0][:-1]) if rows else None
            then = f"{item.then} {self._stops()}" if item.severity == CRITICAL else item.then
            message = (
                f"{self.label} ({self._files()}): {count} rows {item.says}, for example "
                f"{example}. {then}"
            )
            finding = self._row(
                item.name, item.severity, None, count, example=example, message=message
            )
            numbers.append(Measure(finding, count, 0))
        return out, numbers

    def _measures(
        self,
        counts: profile.Totals,
        previous_rows: int | None,
        rules: list[Check],
    ) -> list[Measure]:
        table, out = self.table, []
        if table.domain != "config":
            share = table.max_quarantine_share
            is_excepted = table.name in self.arrivals.excepted("rows_are_usable", self.as_of)
            then = (
                "They are kept in quarantine and the rest is used, by the exception that "
                "config.exceptions states."
                if is_excepted
                else "Correct the export or, where they are meant so, say why in config.exceptions "
                f"(rule rows_are_usable, key {table.name}). {self._stops()}"
            )
            say = (
                f"{self.label} ({self._files()}): {counts.unusable} of {counts.considered} rows "
                f"cannot be used ({counts.reasons(rules)}), more than {share:.0%}. {then}"
            )
            out.append(
                self._measure(
                    "rows_are_usable",
                    WARNING if is_excepted else CRITICAL,
                    counts.unusable,
                    floor(share * counts.considered),
                    counts.unusable,
                    counts.reasons(rules),
                    say,
                )
            )
        if table.arrives:
            out.append(
                self._measure(
                    "rows_are_not_after_as_of",
                    WARNING,
                    counts.after,
                    0,
                    counts.after,
                    f"latest {counts.latest_after}",
                    f"{self.label} ({self._files()}): {counts.after} of {self.rows} rows arrived "
                    f"after the as-of date {self.as_of} (latest {counts.latest_after}). They are "
                    "left out of this build.",
                )
            )
        lag = beyond.max_lag_days(table)
        if lag is not None and counts.latest is not None:
            days = (self.as_of - counts.latest).days
            out.append(
                self._measure(
                    "table_is_fresh",
                    WARNING,
                    days,
                    lag,
                    days,
                    f"last day {counts.latest}, {days} days before the as-of date",
                    f"{self.label} ({self._files()}): its last row is of {counts.latest}, {days} "
                    f"days before the as-of date {self.as_of}; {lag} are usual. Look whether the "
                    "export still runs.",
                )
            )
        before = previous_rows or self.rows
        dropped = max(0, before - self.rows)
        out.append(
            self._measure(
                "row_count_holds",
                WARNING,
                dropped,
                floor(beyond.MAX_ROW_DROP * before),
                dropped,
                f"{before} rows before, {self.rows} now",
                f"{self.label} ({self._files()}): {self.rows} rows arrived where the last build "
                f"had {before}. Look whether the export is complete.",
            )
        )
        return out

    def _measure(
        self,
        name: str,
        severity: str,
        value: float,
        at_most: float,
        count: int,
        example: str,
        message: str,
    ) -> Measure:
        finding = self._row(name, severity, None, count, example=example, message=message)
        return Measure(finding, value, at_most)


def masked(text: str) -> str:
    """Return a text in which no mail address can be read."""
    return _ADDRESS.sub("(address)", text) if "@" in text else text


def _speaks_of(sql: str, name: str) -> bool:
    return any(word == name for word in _words(sql))


def _words(sql: str) -> list[str]:
    return "".join(c if c.isalnum() or c == "_" else " " for c in sql).split()


def report(findings: list[Finding], as_of: date | None) -> pa.Table:
    """Return findings as the rows of a guard's table."""
    rows = [{**finding.__dict__, "checked_as_of": as_of} for finding in findings]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def critical(findings: list[Finding]) -> list[str]:
    """Return the messages of the critical findings."""
    return [
        finding.message or finding.expectation
        for finding in findings
        if finding.severity == CRITICAL and finding.is_success is False
    ]


def profiles(
    session: Any, known: Mapping[str, profile.Profile], root: Path = ROOT
) -> dict[str, profile.Profile]:
    """Return the profiles of the tables above the row limit, from those that are known."""
    arrivals = Arrivals(session, tables_of(root))
    out = {}
    for table in arrivals.tables.values():
        one = _Table(arrivals, table, date.min, root, None)
        if one.found is None or one.found.problem:
            continue
        one.structure()
        if not one.is_readable or one.rows <= row_limit():
            continue
        rules, typed = one.rules()
        plan = profile.plan(table, one.found, typed, rules, None)
        try:
            out[table.name] = profile.renew(session, plan, one.found, known.get(table.name))
        except Exception:  # the table's guard says what is wrong with it
            continue
    return out


def model(dbt: Any, session: Any, domain: str) -> pa.Table:
    """Return the report of a domain's guard for dbt; prints the critical messages."""
    kept, as_of = dbt.ref("guard_profiles"), dbt.ref("as_of")
    if is_empty_build():
        return report([], None)
    own = own_connection(session)
    on = as_of.limit(1).fetchall()[0][0]
    known = profile.of_rows(kept.fetchall())
    findings = guard(own, domain, on, known, previous_rows(own, dbt.this))
    for message in critical(findings):
        print(f"\n  CRITICAL INPUT  {message}\n", flush=True)
    return report(findings, on)


def profile_model(dbt: Any, session: Any) -> pa.Table:
    """Return the kept profiles for dbt, new and changed landing days counted."""
    if is_empty_build():
        return profile.rows({})
    own = own_connection(session)
    try:
        names = ", ".join(profile.SCHEMA.names)
        kept = own.execute(f"select {names} from {dbt.this}").fetchall()
    except Exception:  # the first build, or one of a version that kept other columns
        kept = []
    return profile.rows(profiles(own, profile.of_rows(kept)))


def is_empty_build() -> bool:
    """Whether dbt runs with --empty, where nothing is looked at.

    Asked of the running dbt: a model's config is not rendered again when the project has been
    parsed before.
    """
    from dbt.flags import get_flags

    return bool(getattr(get_flags(), "EMPTY", False))


def own_connection(session: Any) -> Any:
    """Return a connection with transactions of its own: a file that breaks ends none of dbt's."""
    own = session.cursor()
    own.execute("set TimeZone = 'UTC'")
    return own


def previous_rows(session: Any, this: Any) -> dict[str, int]:
    """Return rows per table as the domain's last report counted them; {} where there is none."""
    try:
        rows = session.execute(
            f"select input_table, row_count from {this} where expectation = 'table_is_present'"
        ).fetchall()
    except Exception:  # the first build
        return {}
    return {table: count for table, count in rows if count}
