"""Counts of a table's rows in SQL: of the whole table, or kept per landing day for large ones.

A profile holds, per landing day, the number of rows and of offenders of every check, so that a
large table is never loaded and a day is counted once: a day whose signature (rows and files) has
not changed keeps its numbers. Duplicates are counted within their landing day, and orphans as they
were when their day was counted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

import pyarrow as pa

from plr import contract, inputs
from plr.guards import checks
from plr.guards.checks import UNIQUE, Check

SCHEMA = pa.schema(
    [
        ("input_table", pa.string()),
        ("landed_on", pa.date32()),
        ("signature", pa.string()),
        ("files", pa.string()),
        ("measure", pa.string()),
        ("value", pa.float64()),
    ]
)
ROWS, CONSIDERED, AFTER = "rows", "rows_considered", "rows_after_as_of"
BAD, DUPLICATE = "rows_bad", "rows_duplicate"
VIOLATION, APPLIES, LOWEST, HIGHEST = "violates:", "applies:", "lowest:", "highest:"
NUMBERS = frozenset({"int", "decimal", "float"})


@dataclass(frozen=True)
class Plan:
    """How a table is counted.

    source: SELECT of its typed rows. items: columns of their judgement, one flag of 0 and 1 per
    check among them; is_bad: SQL over these, true for a row that cannot be used. measures: name ->
    aggregate. key: empty where nothing must be unique.
    """

    table: str
    landed_on: str
    source: str
    items: str
    is_bad: str
    measures: Mapping[str, str]
    key: tuple[str, ...]
    signature: str

    def judged(self, source: str | None = None) -> str:
        """Return the SELECT of the judged rows, of all or of those of another source."""
        flagged = f"select {self.items} from ({source or self.source}) as arrived"
        return f"select *, {self.is_bad} as is_bad from ({flagged}) as flagged"


@dataclass(frozen=True)
class Day:
    """One landing day: what it was counted from, and its measures. on is None where undated.

    files: names of the files that hold its rows; none where that is not known.
    """

    on: date | None
    signature: str
    measures: Mapping[str, float]
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Profile:
    """The days of one table."""

    table: str
    days: tuple[Day, ...]

    def first_with(self, check: str) -> Day | None:
        """Return the first day on which a row speaks against a check, None where none does."""
        return next((day for day in self.days if day.measures.get(VIOLATION + check)), None)


@dataclass(frozen=True)
class Totals:
    """A table's counts.

    considered: rows that arrived up to the as-of date; bad: those of them that cannot be used;
    duplicates: those of the others whose key another row has taken. violations and applicable are
    by name of the check. latest: the last landing day up to the as-of date; after: rows beyond it,
    the furthest of which is of latest_after.
    """

    considered: int = 0
    bad: int = 0
    duplicates: int = 0
    after: int = 0
    latest: date | None = None
    latest_after: date | None = None
    violations: Mapping[str, int] = field(default_factory=dict)
    applicable: Mapping[str, int] = field(default_factory=dict)

    @property
    def unusable(self) -> int:
        """Rows that go to quarantine."""
        return self.bad + self.duplicates

    def reasons(self, rules: list[Check]) -> str:
        """Return what makes rows unusable, the most frequent first."""
        counts = {rule.name: self.violations[rule.name] for rule in rules if rule.makes_unusable}
        counts["key_is_unique"] = self.duplicates
        worst = sorted(((-n, name) for name, n in counts.items() if n), key=lambda item: item)
        return ", ".join(f"{name} {-n}" for n, name in worst[:5]) or "none"


def landed_on(table: contract.Table) -> str:
    """Return SQL over a table's typed rows: the day on which a row arrived."""
    arrival = [f'cast("{name}" as timestamp)' for name in table.arrives]
    return f"cast(coalesce({', '.join(arrival)}) as date)" if arrival else "cast(null as date)"


def plan(
    table: contract.Table,
    found: inputs.Input,
    typed: str,
    rules: list[Check],
    as_of_at: str | None,
) -> Plan:
    """Return how a table is counted.

    typed: SELECT of its typed rows. as_of_at: the timestamp after which rows are left out; None
    where days are kept, which are left out as a whole.
    """
    landed = landed_on(table)
    bad = [f'"v__{rule.name}" = 1' for rule in rules if rule.makes_unusable]
    after = checks.is_after(table, as_of_at) if as_of_at else "false"
    flags = [
        f'cast(coalesce({rule.violated}, false) as integer) as "v__{rule.name}"'
        for rule in rules
        if rule.kind != UNIQUE
    ]
    flags += [
        f'cast(coalesce({rule.applies}, false) as integer) as "a__{rule.name}"'
        for rule in rules
        if rule.allowed_share
    ]
    kept = dict.fromkeys((*table.key, *(c.name for c in table.columns if c.data_type in NUMBERS)))
    items = [f'"{name}"' for name in kept] + flags
    items += [f"{landed} as landed_on", f"{after} as is_after"]
    measures = {
        ROWS: "count(*)",
        AFTER: "sum(case when is_after then 1 else 0 end)",
        CONSIDERED: "sum(case when is_after then 0 else 1 end)",
        BAD: "sum(case when is_bad and not is_after then 1 else 0 end)",
    }
    if table.key:
        usable = "case when not is_bad and not is_after then"
        measures[DUPLICATE] = (
            f"count({usable} 1 end) - count(distinct {usable} {_one(table.key)} end)"
        )
    for rule in rules:
        if rule.kind != UNIQUE:
            measures[VIOLATION + rule.name] = f'sum("v__{rule.name}")'
        if rule.allowed_share:
            measures[APPLIES + rule.name] = f'sum("a__{rule.name}")'
    for column in table.columns:
        if column.data_type in NUMBERS and column.name in found.columns:
            measures[LOWEST + column.name] = f'min(cast("{column.name}" as double))'
            measures[HIGHEST + column.name] = f'max(cast("{column.name}" as double))'
    stated = json.dumps([typed, sorted(measures.items()), flags], sort_keys=True)
    return Plan(
        table=table.name,
        landed_on=landed,
        source=typed,
        items=", ".join(items),
        is_bad=f"({' or '.join(bad)})" if bad else "false",
        measures=measures,
        key=table.key if any(rule.kind == UNIQUE for rule in rules) else (),
        signature=sha256(stated.encode()).hexdigest()[:16],
    )


def _one(key: tuple[str, ...]) -> str:
    """Return the key as one value: itself where it is one required column, else a row."""
    return f'"{key[0]}"' if len(key) == 1 else f"row({_list(key)})"


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def signatures(
    session: Any, how: Plan, found: inputs.Input
) -> dict[date | None, tuple[str, tuple[str, ...]]]:
    """Return (signature, files) per landing day: rows per file, and the files' size and time.

    Tables in a schema have no files; there the content of the key (or the rows) stands in.
    """
    mark = "''"
    if found.relation.startswith("read_"):
        place = inputs.location().rstrip("/")
        files = session.execute(
            "select filename, cast(size as varchar) || '@' || cast(last_modified as varchar) "
            f"from read_blob([{', '.join(_text(f'{place}/{name}') for name in found.files)}])"
        ).fetchall()
        states = {name.removeprefix(f"{place}/"): state for name, state in files}
    else:
        states = {}
        mark = f"cast(bit_xor(hash({_list(how.key) or 'landed_on'})) as varchar)"
    rows = session.execute(
        f"select {how.landed_on} as landed_on, source_file, count(*), {mark} "
        f"from ({how.source}) as arrived group by 1, 2 order by 1, 2"
    ).fetchall()
    parts: dict[date | None, list[tuple[str, str]]] = {}
    for day, file, count, content in rows:
        state = f"{file}:{count}:{content}:{states.get(file, '')}"
        parts.setdefault(day, []).append((state, file))
    return {
        day: (
            sha256("|".join([how.signature, *(s for s, _ in texts)]).encode()).hexdigest()[:32],
            tuple(file for _, file in texts),
        )
        for day, texts in parts.items()
    }


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def take(session: Any, how: Plan) -> Profile:
    """Return the profile of a table, every day counted."""
    counted = measured(session, how.source, how, "true")
    return Profile(how.table, tuple(_sorted(Day(on, "", v) for on, v in counted.items())))


def renew(session: Any, how: Plan, found: inputs.Input, known: Profile | None) -> Profile:
    """Return the profile of a table; days whose signature stands keep what was counted before.

    Only the files that hold a new or changed day are read.
    """
    stands = signatures(session, how, found)
    kept = {
        day.on: day
        for day in (known.days if known else ())
        if day.on in stands and stands[day.on][0] == day.signature
    }
    fresh = [day for day in stands if day not in kept]
    if not fresh:
        return Profile(how.table, tuple(_sorted(kept.values())))
    dates = ", ".join(f"date '{day}'" for day in fresh if day is not None)
    where = "true"
    if kept:
        where = f"coalesce(landed_on in ({dates}), false)" if dates else "false"
        if None in fresh:
            where += " or landed_on is null"
    files = dict.fromkeys(file for day in fresh for file in stands[day][1])
    source = how.source.replace(found.relation, inputs.only(found, list(files)))
    counted = measured(session, source, how, where)
    days = [Day(day, stands[day][0], values, stands[day][1]) for day, values in counted.items()]
    return Profile(how.table, tuple(_sorted([*kept.values(), *days])))


def _sorted(days: Any) -> list[Day]:
    return sorted(days, key=lambda day: (day.on is None, day.on or date.min))


def measured(
    session: Any, source: str, how: Plan, where: str
) -> dict[date | None, dict[str, float]]:
    """Return the measures of the landing days that the condition holds for."""
    names = [name for name in how.measures if name != DUPLICATE or not how.key]
    items = ", ".join(f'cast({how.measures[n]} as double) as "{n}"' for n in names)
    rows = session.execute(
        f"select landed_on, {items} from ({how.judged(source)}) as judged "
        f"where {where} group by landed_on"
    ).fetchall()
    out = {
        row[0]: {n: v for n, v in zip(names, row[1:], strict=True) if v is not None} for row in rows
    }
    if how.key:
        for day in out:
            out[day] |= {DUPLICATE: 0.0, VIOLATION + "key_is_unique": 0.0}
        for day, duplicates, not_unique in repeated(session, source, how, where):
            out[day] |= {
                DUPLICATE: float(duplicates), VIOLATION + "key_is_unique": float(not_unique)
            }  # fmt: skip
    return out


def repeated(
    session: Any, source: str, how: Plan, where: str
) -> list[tuple[date | None, int, int]]:
    """Return, per landing day, usable rows whose key another has taken, and rows that share a key.

    Rows are grouped by the hash of their key, which is small; only those whose hash is there twice
    are judged and compared. Rows of which every part of the key is empty share none, as in the
    frame.
    """
    key, empty = _list(how.key), " and ".join(_empty(how.key))
    takes_one = empty if len(how.key) == 1 else "false"
    dated = f"(select *, {how.landed_on} as landed_on from ({source}) as arrived) as dated"
    few = f"""
        select * exclude (landed_on) from {dated}
        where
            ({where})
            and (
                ({takes_one})
                or hash(landed_on, {key}) in (
                    select hash(landed_on, {key}) from {dated}
                    where {where}
                    group by 1 having count(*) > 1
                )
            )
        """
    return session.execute(
        f"""
        with keys as (
            select
                landed_on,
                {empty} as is_empty,
                count(*) as rows_here,
                count(case when not is_bad and not is_after then 1 end) as usable,
                case when {takes_one} then 0 else 1 end as taken
            from ({how.judged(few)}) as judged
            group by landed_on, {key}
        )
        select
            landed_on,
            sum(greatest(usable - taken, 0)),
            sum(case when rows_here > 1 and not is_empty then rows_here else 0 end)
        from keys group by landed_on
        """
    ).fetchall()


def _empty(key: tuple[str, ...]) -> list[str]:
    return [f'"{name}" is null' for name in key]


def measure(session: Any, how: Plan) -> Totals:
    """Return the totals of a table as a whole, without keeping days."""
    limits = {
        "latest": "max(case when not is_after then landed_on end)",
        "latest_after": "max(case when is_after then landed_on end)",
    }
    counts = {
        name: sql for name, sql in how.measures.items() if not name.startswith((LOWEST, HIGHEST))
    }
    items = [f'cast({sql} as bigint) as "{name}"' for name, sql in counts.items()]
    items += [f"{sql} as {name}" for name, sql in limits.items()]
    query = f"select {', '.join(items)} from ({how.judged()}) as judged"
    (row,) = session.execute(query).fetchall()
    values = dict(zip([*counts, *limits], row, strict=True))
    return Totals(
        considered=values[CONSIDERED] or 0,
        bad=values[BAD] or 0,
        duplicates=values.get(DUPLICATE) or 0,
        after=values[AFTER] or 0,
        latest=values["latest"],
        latest_after=values["latest_after"],
        violations=_named(values, VIOLATION),
        applicable=_named(values, APPLIES),
    )


def totals(known: Profile, rules: list[Check], as_of: date) -> Totals:
    """Return the totals of a profile's days."""
    sums: dict[str, int] = {}
    for day in known.days:
        for name, value in day.measures.items():
            if not name.startswith((LOWEST, HIGHEST)):
                sums[name] = sums.get(name, 0) + int(value)
    dated = [day.on for day in known.days if day.on is not None]
    later = [day for day in known.days if day.on is not None and day.on > as_of]
    after = sum(int(day.measures.get(ROWS, 0)) for day in later)
    violations = {rule.name: 0 for rule in rules} | _named(sums, VIOLATION)
    held = [day for day in known.days if day not in later]
    return Totals(
        considered=sum(int(day.measures.get(ROWS, 0)) for day in held),
        bad=sum(int(day.measures.get(BAD, 0)) for day in held),
        duplicates=sum(int(day.measures.get(DUPLICATE, 0)) for day in held),
        after=after,
        latest=max((day for day in dated if day <= as_of), default=None),
        latest_after=max((day for day in dated if day > as_of), default=None),
        violations=violations,
        applicable=_named(sums, APPLIES),
    )


def _named(values: Mapping[str, Any], prefix: str) -> dict[str, int]:
    return {
        name.removeprefix(prefix): int(value or 0)
        for name, value in values.items()
        if name.startswith(prefix)
    }


def rows(profiles: Mapping[str, Profile]) -> pa.Table:
    """Return profiles as the rows of the table that keeps them."""
    out = [
        {
            "input_table": table,
            "landed_on": day.on,
            "signature": day.signature,
            "files": json.dumps(day.files) if name == ROWS else None,
            "measure": name,
            "value": float(value),
        }
        for table, known in sorted(profiles.items())
        for day in known.days
        for name, value in sorted(day.measures.items())
    ]
    return pa.Table.from_pylist(out, schema=SCHEMA)


def of_rows(kept: list[tuple[str, date | None, str, str | None, str, float]]) -> dict[str, Profile]:
    """Return profiles by table from rows of the table that keeps them."""
    days: dict[str, dict[tuple[date | None, str], dict[str, float]]] = {}
    files: dict[tuple[str, date | None], tuple[str, ...]] = {}
    for table, on, signature, names, measure, value in kept:
        days.setdefault(table, {}).setdefault((on, signature), {})[measure] = value
        if names:
            files[table, on] = tuple(json.loads(names))
    return {
        table: Profile(
            table,
            tuple(
                _sorted(
                    Day(on, signature, values, files.get((table, on), ()))
                    for (on, signature), values in parts.items()
                )
            ),
        )
        for table, parts in days.items()
    }
