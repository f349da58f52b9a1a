"""The catalogue of input faults: what can be wrong with an export, and what has to come of it.

A :class:`Kind` is a way to be wrong (a key that is null, a file that was cut off, a price of minus
seven); it meets every table and column of the contract that it can befall. A :class:`Fault` is one
meeting. A fault of rows adds a file with a few bad copies of good rows beside the table's own; a
fault of files changes the table's file. Each states the one outcome that counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from plr import contract

ERROR, QUARANTINE, WARNING, KEPT, ABSENT = "error", "quarantine", "warning", "kept", "not there"
Row = dict[str, Any]
Tables = Mapping[str, contract.Table]


@dataclass(frozen=True)
class Expected:
    """What has to come of a fault.

    outcome: error (a critical finding stops the domain), quarantine (rows kept apart under
    ``reason``), warning, kept (the rows are data and nothing else changes) or not there (the report
    says that the table is absent). expectation: the finding that names it, "" where there is none;
    count: the rows that it must count beyond those of the clean company, None where it is not about
    rows; says: what its message must hold.
    """

    outcome: str
    expectation: str = ""
    reason: str = ""
    count: int | None = None
    says: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A way to be wrong.

    meets: the (table, column) pairs of the contract that it can befall; column "" where it is about
    the table as a whole. make: changes donor rows (faults of rows) or writes the table's files into
    a folder (faults of files), and says what is expected. count: how many rows a
    fault of rows adds; at_least: how many rows a table must have to be met.
    """

    name: str
    meets: Callable[[Tables], list[tuple[str, str]]]
    rows: Callable[[RowMaking], Expected] | None = None
    files: Callable[[FileMaking], Expected] | None = None
    count: int = 2
    at_least: int = 1


@dataclass
class RowMaking:
    """A fault of rows in the making: copies of good rows with keys of their own, to be changed.

    types: Arrow types of columns that the bad file stores otherwise than the table's own file.
    donors: the good rows as they were.
    """

    table: contract.Table
    column: str
    rows: list[Row]
    donors: list[Row]
    as_of: date
    random: Random
    types: dict[str, pa.DataType] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many rows are added."""
        return len(self.rows)

    def set(self, value: Any, column: str = "") -> None:
        """Give all rows one value; a function is given the row."""
        for row in self.rows:
            row[column or self.column] = value(row) if callable(value) else value

    def quarantined(self, reason: str, expectation: str, count: int | None = None) -> Expected:
        """Return the outcome that every added row is kept apart under a reason."""
        n = self.count if count is None else count
        return Expected(QUARANTINE, expectation, reason, n, (self.table.name,))

    def out_of_range(self) -> Expected:
        """Return the outcome that rows hold what no company has, in the column."""
        says = (self.table.name, self.column)
        return Expected(QUARANTINE, "values_are_in_range", "out_of_range", self.count, says)

    def warned(self, expectation: str, count: int | None = None, *says: str) -> Expected:
        """Return the outcome that the rows stay and the report counts them."""
        n = self.count if count is None else count
        return Expected(WARNING, expectation, "", n, (self.table.name, *says))


@dataclass
class FileMaking:
    """A fault of files in the making. clean: the table's own file; folder: where to write."""

    table: contract.Table
    column: str
    clean: Path
    folder: Path
    random: Random

    @property
    def data(self) -> pa.Table:
        """The table's own rows."""
        return pq.read_table(self.clean)

    def path(self, ending: str = "parquet", stem: str = "") -> Path:
        """Return where the table's file stands."""
        return self.folder / f"{stem or self.table.name}.{ending}"

    def csv(self, table: pa.Table | None = None) -> bytes:
        """Return the rows as the bytes of a CSV file."""
        sink = pa.BufferOutputStream()
        pacsv.write_csv(self.data if table is None else table, sink)
        return sink.getvalue().to_pybytes()

    def error(self, expectation: str, *says: str) -> Expected:
        """Return the outcome that the domain is stopped with the table named."""
        return Expected(ERROR, expectation, says=(self.table.name, *says))


# Where a kind can strike --------------------------------------------------------------------------


def columns(choose: Callable[[contract.Table, contract.Column], bool]):
    """Return the pairs of a table and a column that a choice holds for."""
    return lambda tables: [
        (t.name, c.name) for t in tables.values() for c in t.columns if choose(t, c)
    ]


def whole(choose: Callable[[contract.Table], bool] = lambda table: True):
    """Return the tables that a choice holds for."""
    return lambda tables: [(t.name, "") for t in tables.values() if choose(t)]


def named(*pairs: str):
    """Return pairs that are written out: "table.column", or "table"."""
    return lambda tables: [tuple((pair + ".").split(".")[:2]) for pair in pairs]


def is_text(column: contract.Column) -> bool:
    """Whether a column holds text that is an id or a name, not a word of a list or an address."""
    return column.data_type == "string" and not column.enum and not column.is_personal


def is_facts(table: contract.Table) -> bool:
    """Whether a table holds facts, not decisions."""
    return table.domain != "config"


NUMBERS = ("int", "decimal", "float")
TIMES = ("date", "timestamp")


# Tables without which rows of others are orphans.
PARENTS = frozenset(
    {"workspaces", "billing_customers", "subscriptions", "crm_accounts", "opportunities"}
)


# Faults of rows -----------------------------------------------------------------------------------


def null(m: RowMaking) -> Expected:
    """Nothing where something is needed."""
    m.set(None)
    return m.quarantined(f"missing_{m.column}", f"{m.column}_is_not_null")


def blank(m: RowMaking) -> Expected:
    """Text without a character in it."""
    m.set("")
    return m.quarantined(f"missing_{m.column}", f"{m.column}_is_not_null")


def stranger(m: RowMaking) -> Expected:
    """A word that the enumeration lacks."""
    m.set(m.random.choice(["carrier_pigeon", "unknown value", "n/a", "Robert'); drop table x;--"]))
    column = m.table.column(m.column)
    if column.is_open_enum:
        return m.warned(f"{m.column}_is_known")
    return m.quarantined(f"unknown_{m.column}", f"{m.column}_is_known")


def shouted(m: RowMaking) -> Expected:
    """A legal word in capitals."""
    word = m.random.choice([w for w in m.table.column(m.column).enum if w != contract.OTHER])
    m.set(word.upper())
    if m.table.column(m.column).is_open_enum:
        return m.warned(f"{m.column}_is_known")
    return m.quarantined(f"unknown_{m.column}", f"{m.column}_is_known")


def repeated(m: RowMaking) -> Expected:
    """The same row twice."""
    m.rows[:] = [dict(row) for row in m.donors]
    return m.quarantined("duplicate", "key_is_unique", 2 * m.count)


def revised(m: RowMaking) -> Expected:
    """Two versions of one key: the table's rule says which is used."""
    m.rows[:] = [dict(row) for row in m.donors]
    for row in m.rows:  # the version that loses, so that what is used stays as it was
        for name in m.table.arrives:
            if row[name] is not None:
                back = timedelta(days=-1 if m.table.wins == "last" else 1)
                row[name] = row[name] + back
    return m.quarantined("duplicate", "key_is_unique", 2 * m.count)


def orphan(m: RowMaking) -> Expected:
    """A reference to nothing."""
    reference = next(r for r in m.table.references if r.column == m.column)
    for i, row in enumerate(m.rows):
        row[m.column] = f"nobody_{i}"
    name = f"{m.column}_is_in_{reference.table}"
    if reference.is_quarantined:
        return m.quarantined(f"orphan_{m.column}", name)
    return m.warned(name)


UNREADABLE = {
    "int": ("seven", "1.5", "12 seats"),
    "decimal": ("12,50", "€ 5", "1.234,00", "n/a"),
    "float": ("high", "7/10", "--"),
    "bool": ("perhaps", "ja", "2"),
    "date": ("31/12/2025", "2025-13-01", "soon", "Dec 31"),
    "timestamp": ("2025-02-30 10:00:00", "yesterday", "31.12.2025 10:00", "1735689600000"),
}


def unreadable(m: RowMaking) -> Expected:
    """Words where a number, a date or a truth value should be, in a file of its own schema."""
    m.types[m.column] = pa.string()
    m.set(m.random.choice(UNREADABLE[m.table.column(m.column).data_type]))
    return m.quarantined("unreadable_value", f"{m.column}_is_readable")


def no_number(m: RowMaking) -> Expected:
    """NaN or an infinity where a number should be."""
    m.types[m.column] = pa.float64()
    m.set(m.random.choice([float("nan"), float("inf"), float("-inf")]))
    return m.quarantined("unreadable_value", f"{m.column}_is_readable")


def as_of_type(column: contract.Column, day: date) -> date | datetime:
    """Return a day in a column's type."""
    if column.data_type == "date":
        return day
    return datetime(day.year, day.month, day.day, 12)


def from_the_future(m: RowMaking) -> Expected:
    """A row that arrives after the as-of date."""
    later = m.as_of + timedelta(days=m.random.choice([1, 40, 400]))
    for name in m.table.arrives:
        m.set(as_of_type(m.table.column(name), later), name)
    return m.quarantined("after_as_of", "rows_are_not_after_as_of")


def ancient(m: RowMaking) -> Expected:
    """A date from before there was software: an epoch of zero, a year of two digits."""
    day = m.random.choice([date(1970, 1, 1), date(25, 1, 2), date(1900, 1, 1), date(1, 1, 1)])
    m.set(as_of_type(m.table.column(m.column), day))
    return m.out_of_range()


def far_future(m: RowMaking) -> Expected:
    """A planned date that nobody plans for."""
    m.set(
        as_of_type(m.table.column(m.column), m.random.choice([date(2999, 1, 1), date(5025, 6, 1)]))
    )
    return m.out_of_range()


def absurd(m: RowMaking) -> Expected:
    """A number that no company has."""
    big = m.random.choice([10**16, 10**17, -(10**18)])
    column = m.table.column(m.column)
    m.types[m.column] = {"int": pa.int64(), "float": pa.float64()}.get(
        column.data_type, pa.decimal128(38, 10)
    )
    m.set({"int": big, "float": float(big)}.get(column.data_type, Decimal(big)))
    return m.out_of_range()


def too_large(m: RowMaking) -> Expected:
    """A number that the type cannot hold, as text."""
    m.types[m.column] = pa.string()
    m.set("9" * 40)
    return m.quarantined("unreadable_value", f"{m.column}_is_readable")


def huge_text(m: RowMaking) -> Expected:
    """A megabyte where an id or a name should be."""
    m.set("x" * 1_000_000)
    return m.out_of_range()


INVISIBLE = ("\u200b", "\ufeff", "\u00a0", "\u202e", "\x00", "\t", " ", "\u00ad")


def invisible(m: RowMaking) -> Expected:
    """A character that nobody sees, at the end of a text."""
    mark = m.random.choice([c for c in INVISIBLE if c != "\x00"])
    for i, row in enumerate(m.rows):
        row[m.column] = f"seen_{i}_{m.random.randrange(10**6)}{mark}"
    reference = next((r for r in m.table.references if r.column == m.column), None)
    if reference and reference.is_quarantined:
        return m.quarantined(f"orphan_{m.column}", "texts_are_clean")
    return m.warned("texts_are_clean", None, m.column)


HOSTILE = (
    "Robert'); drop schema marts cascade;--",
    "{{ env_var('PLR_SALT') }}",
    "{% do run_query('drop schema staging cascade') %}",
    'O\'Neill "& Sons"',
    "' or 1 = 1 --",
    "$(touch hacked)",
    "=cmd|'/c calc'!A1",
    "../../etc/passwd",
    "\\'; attach 'x' as y; --",
    "naïve – 数据 🙂",
)


def hostile(m: RowMaking) -> Expected:
    """Text that looks like code, in a value and as the name of a column that nothing reads."""
    other = m.random.choice(HOSTILE)
    m.types[other] = pa.string()
    for row in m.rows:
        row[m.column] = m.random.choice(HOSTILE)
        row[other] = m.random.choice(HOSTILE)
    return Expected(KEPT)


def with_address(m: RowMaking) -> Expected:
    """A mail address where a name should be."""
    for i, row in enumerate(m.rows):
        row[m.column] = f"notes of jane.doe{i}@customer-mail.example, private"
    return m.warned("texts_hold_no_addresses", None, m.column, "(address)")


def copied(m: RowMaking) -> Expected:
    """The same row twice in a table without a key."""
    m.rows[:] = [dict(row) for row in m.donors]
    return m.warned("rows_are_not_repeated", 2 * m.count)


_BELOW = re.compile(r"^(\w+) <=? (0|1)$")
_BEFORE = re.compile(r"^(\w+) < (\w+)$")
# (table, reason) -> what makes a row impossible where the rule is more than one comparison.
IMPOSSIBLE: dict[str, Row] = {
    "unknown_billing_interval": {"billing_interval": "fortnight"},
    "unknown_status": {"status": "asleep"},
    "nps_outside_0_and_10": {"kind": "nps", "score": Decimal(14)},
    "negative_score": {"kind": "csat", "score": Decimal(-1)},
    "score_outside_0_and_3": {"score": 9},
    "question_outside_1_and_7": {"question_number": 8},
    "share_outside_0_and_1": {"target_share": Decimal("1.5")},
    "unknown_stage": {"stage": "somewhere"},
    "value_event_also_vanity": {"is_value_event": True, "is_vanity": True},
    "unknown_source_system": {"source_system": "fax"},
    "unknown_failure_mode": {"failure_mode": "bad_luck"},
    "unknown_initiator": {"initiated_by": "the weather"},
    "range_reversed": {"low": Decimal(9), "median": Decimal(9), "high": Decimal(1)},
    "acv_range_reversed": {"min_acv": Decimal(9), "max_acv": Decimal(1)},
    "committee_range_reversed": {"min_committee": 9, "max_committee": 1},
}


def impossible(m: RowMaking) -> Expected:
    """A row that one of the contract's rules calls impossible; the column names the rule."""
    rule = next(r for r in m.table.impossible if r.reason == m.column)
    first = re.split(r"\s+(?:or|and)\s+", " ".join(rule.when.split()))[0]
    if rule.reason in IMPOSSIBLE:
        for name, value in IMPOSSIBLE[rule.reason].items():
            m.set(value, name)
    elif found := _BELOW.match(first):
        below = {"int": -7, "float": -7.0}.get(m.table.column(found[1]).data_type, Decimal(-7))
        m.set(below, found[1])
    elif found := _BEFORE.match(first):
        for row in m.rows:
            start = row[found[2]] or as_of_type(m.table.column(found[2]), m.as_of)
            row[found[2]] = start
            row[found[1]] = start - timedelta(days=3)
    elif rule.reason == "occurred_after_received":  # a clock in another time zone, and a day
        for row in m.rows:
            row["occurred_at"] = row["received_at"] or row["occurred_at"]
            row["received_at"] = row["occurred_at"] - timedelta(hours=33)
    else:
        raise LookupError(f"no fault breaks {m.table.name}.{rule.reason}: {first}")
    return m.quarantined(rule.reason, f"no_{rule.reason}")


def contradicting(m: RowMaking) -> Expected:
    """Two changes of one moment that say different things."""
    for row, donor in zip(m.rows, m.donors, strict=True):
        row.update(effective_on=donor["effective_on"], ordered_at=donor["ordered_at"])
        row["quantity_after"] = donor["quantity_after"] + 3
    return m.quarantined(
        "contradictory", "rows_of_one_subscription_id_effective_on_ordered_at_agree"
    )


def _change(**values: Any) -> Callable[[RowMaking], None]:
    def make(m: RowMaking) -> None:
        for name, value in values.items():
            m.set(value, name)

    return make


def _overlap(m: RowMaking) -> None:
    for row, donor in zip(m.rows, m.donors, strict=True):
        row.update(donor)
        row["valid_from"] = donor["valid_from"] + timedelta(days=1)
        row["valid_to"] = None


def _before_its_workspace(m: RowMaking) -> None:
    for row in m.rows:
        row["occurred_at"] = row["occurred_at"] - timedelta(days=3000)
        row["received_at"] = row["occurred_at"]


def _circle(m: RowMaking) -> None:
    ids = [row["crm_account_id"] for row in m.rows]
    for row, parent in zip(m.rows, [*ids[1:], ids[0]], strict=True):
        row["parent_crm_account_id"] = parent


# Odd rows that stay: (table, expectation) -> how the rows are made.
ODD: dict[str, Callable[[RowMaking], None]] = {
    "workspaces.deleted_after_created": _change(
        deleted_at=lambda r: r["created_at"] - timedelta(1)
    ),
    "product_users.deactivated_after_created": _change(
        deactivated_at=lambda r: r["created_at"] - timedelta(1)
    ),
    "product_users.inviter_is_a_user": _change(invited_by_user_id="nobody"),
    "product_events.event_not_before_its_workspace": _before_its_workspace,
    "entitlements.one_open_entitlement_per_limit": _overlap,
    "usage_meters.usage_not_before_its_workspace": _change(
        usage_date=lambda r: r["usage_date"] - timedelta(3000)
    ),
    "outcome_readings.verified_rows_have_verifier_and_date": _change(
        is_verified=True, verified_by=None
    ),
    "outcome_readings.account_named": _change(crm_account_id=None, workspace_id=None),
    "product_signals.account_named": _change(crm_account_id=None, workspace_id=None),
    "subscriptions.cancelled_after_started": _change(
        cancelled_on=lambda r: r["started_on"] - timedelta(9)
    ),
    "subscriptions.ended_status_has_a_date": _change(status="ended", ended_on=None),
    "subscriptions.replaced_subscription_exists": _change(replaces_subscription_id="nobody"),
    "subscription_changes.list_price_not_negative": _change(list_price=Decimal(-3)),
    "subscription_changes.discount_within_0_and_100": _change(discount_pct=Decimal(140)),
    "crm_accounts.not_its_own_parent": _change(parent_crm_account_id=lambda r: r["crm_account_id"]),
    "crm_accounts.parent_account_exists": _change(parent_crm_account_id="nobody"),
    "crm_accounts.employee_count_not_negative": _change(employee_count=-5),
    "opportunities.closed_after_created": _change(
        closed_on=lambda r: r["created_at"].date() - timedelta(5)
    ),
    "opportunities.amount_not_negative": _change(amount=Decimal(-100)),
    "commercial_touches.minutes_within_a_day": _change(minutes=Decimal(2000)),
    "cs_activities.minutes_within_a_day": _change(minutes=Decimal(2000)),
    "tickets.minutes_within_a_day": _change(handle_minutes=Decimal(2000)),
    "tickets.solved_after_opened": _change(solved_at=lambda r: r["opened_at"] - timedelta(1)),
    "payments.paid_status_has_a_date": _change(status="paid", paid_on=None),
    "service_hours.billed_at_most_worked": _change(billed_hours=lambda r: r["hours"] + 5),
    "headcount_months.loaded_cost_not_negative": _change(loaded_cost=Decimal(-9)),
    "success_objectives.measured_after_set": _change(
        measured_on=lambda r: r["set_on"] - timedelta(9)
    ),
    "motion_assignments.assignments_do_not_overlap": _overlap,
    "csm_assignments.assignments_do_not_overlap": _overlap,
    "price_book.prices_do_not_overlap": _overlap,
    "leads.qualified_after_created": _change(mql_at=lambda r: r["created_at"] - timedelta(1)),
    "contacts.left_after_created": _change(left_at=lambda r: r["created_at"] - timedelta(1)),
    "crm_accounts.parents_form_no_circle": _circle,
    "subscriptions.currency_is_a_code": _change(currency="usd"),
    "invoice_lines.currency_is_a_code": _change(currency="$"),
    "fx_rates.currency_is_a_code": _change(currency="Euro"),
    "invites.accepted_user_has_a_date": _change(accepted_at=None, accepted_user_id="nobody"),
}


def odd(m: RowMaking) -> Expected:
    """A row that is odd but of use; the column names the expectation."""
    ODD[f"{m.table.name}.{m.column}"](m)
    return Expected(WARNING, m.column, "", -1, (m.table.name,))


# Faults of files ----------------------------------------------------------------------------------


def missing_file(m: FileMaking) -> Expected:
    """The table is not there."""
    return Expected(ABSENT, "table_is_present", says=(m.table.name,))


def empty_file(m: FileMaking) -> Expected:
    """A file of no bytes."""
    m.path().write_bytes(b"")
    return m.error("files_are_readable", m.path().name)


def cut_off(m: FileMaking) -> Expected:
    """A file whose transfer stopped half way."""
    whole_file = m.clean.read_bytes()
    m.path().write_bytes(whole_file[: len(whole_file) // 2])
    return m.error("files_are_readable", m.path().name)


def error_page(m: FileMaking) -> Expected:
    """The page of an error, stored under the table's name."""
    m.path().write_text("<html><body>503 Service Unavailable</body></html>", encoding="utf-8")
    return m.error("files_are_readable", m.path().name)


def flipped_bytes(m: FileMaking) -> Expected:
    """Bytes that changed on the way."""
    content = bytearray(m.clean.read_bytes())
    for place in range(8, min(len(content) - 400, 60_000)):
        content[place] ^= 0x5A
    m.path().write_bytes(bytes(content))
    return m.error("files_are_readable", m.path().name)


def two_forms(m: FileMaking) -> Expected:
    """The table as Parquet and as CSV."""
    m.path().write_bytes(m.clean.read_bytes())
    m.path("csv").write_bytes(m.csv())
    return m.error("one_form_only", m.path().name, m.path("csv").name)


def file_and_folder(m: FileMaking) -> Expected:
    """The table as a file and as a folder."""
    m.path().write_bytes(m.clean.read_bytes())
    (m.folder / m.table.name).mkdir()
    (m.folder / m.table.name / "part.parquet").write_bytes(m.clean.read_bytes())
    return m.error("one_form_only", m.path().name)


def broken_part(m: FileMaking) -> Expected:
    """One broken file in a folder of good ones."""
    (m.folder / m.table.name).mkdir()
    (m.folder / m.table.name / "a.parquet").write_bytes(m.clean.read_bytes())
    (m.folder / m.table.name / "b.parquet").write_bytes(m.clean.read_bytes()[:200])
    return m.error("files_are_readable", "b.parquet")


def in_latin_1(m: FileMaking) -> Expected:
    """A CSV file in another encoding than UTF-8."""
    data = _with_text(m.data, m.column, "Café Zürich")
    m.path("csv").write_bytes(m.csv(data).decode("utf-8").encode("latin-1"))
    return m.error("files_are_readable", m.path("csv").name)


def in_utf_16(m: FileMaking) -> Expected:
    """A CSV file as some spreadsheets write it."""
    m.path("csv").write_bytes(m.csv().decode("utf-8").encode("utf-16"))
    return m.error("files_are_readable", m.path("csv").name)


def _with_text(data: pa.Table, column: str, text: str) -> pa.Table:
    at = data.schema.get_field_index(column)
    values = data.column(column).to_pylist()
    values[0] = text
    return data.set_column(at, column, pa.array(values, pa.string()))


def no_header(m: FileMaking) -> Expected:
    """A CSV file without the names of its columns."""
    m.path("csv").write_bytes(m.csv().split(b"\n", 1)[1])
    return m.error(f"{_first_required(m.table)}_is_present", _first_required(m.table))


def ragged(m: FileMaking) -> Expected:
    """A CSV file in which some rows have more fields than it has columns."""
    lines = m.csv().split(b"\n")
    for place in range(1, min(len(lines) - 1, 4)):
        lines[place] += b",and,more"
    m.path("csv").write_bytes(b"\n".join(lines))
    return m.error("files_are_readable", m.path("csv").name)


def open_quote(m: FileMaking) -> Expected:
    """A CSV file with a quotation mark that never closes."""
    lines = m.csv().split(b"\n")
    lines[-2] = lines[-2].replace(b'",', b",", 1) if b'",' in lines[-2] else b'"' + lines[-2]
    m.path("csv").write_bytes(b"\n".join(lines))
    return m.error("files_are_readable", m.path("csv").name)


def _first_required(table: contract.Table) -> str:
    return next(column.name for column in table.columns if column.is_required)


def no_rows(m: FileMaking) -> Expected:
    """A table of which only the header came."""
    pq.write_table(m.data.slice(0, 0), m.path())
    return Expected(ABSENT, "table_has_rows", says=(m.table.name,))


def no_column(m: FileMaking) -> Expected:
    """A required column is not there; of a file of that column alone nothing is left to read."""
    pq.write_table(m.data.drop_columns([m.column]), m.path())
    if m.data.column_names == [m.column]:
        return m.error("files_are_readable", m.path().name)
    return m.error(f"{m.column}_is_present", m.column)


def misspelt_column(m: FileMaking) -> Expected:
    """A column under almost its name."""
    names = [f"{n[:-1]}" if n == m.column else n for n in m.data.column_names]
    pq.write_table(m.data.rename_columns(names), m.path())
    if m.table.column(m.column).is_required:
        return m.error(f"{m.column}_is_present", m.column)
    return Expected(WARNING, "columns_are_known", says=(m.table.name, m.column, m.column[:-1]))


def double_column(m: FileMaking) -> Expected:
    """A CSV file that has one column twice."""
    head, rest = m.csv().split(b"\n", 1)
    lines = [line + b"," + line.split(b",", 1)[0] for line in rest.splitlines()]
    name = head.split(b",", 1)[0]
    m.path("csv").write_bytes(b"\n".join([head + b"," + name, *lines]) + b"\n")
    return Expected(WARNING, "columns_are_known", says=(m.table.name, m.data.column_names[0]))


def misspelt_file(m: FileMaking) -> Expected:
    """A file under almost the table's name."""
    m.path(stem=m.table.name[:-1]).write_bytes(m.clean.read_bytes())
    return Expected(WARNING, "files_are_known", says=(m.table.name, m.table.name[:-1]))


def other_ending(m: FileMaking) -> Expected:
    """A file whose ending nobody reads."""
    ending = m.random.choice(["PARQUET", "xlsx", "json", "csv.gz", "tsv"])
    m.path(ending).write_bytes(m.clean.read_bytes())
    return Expected(WARNING, "files_are_known", says=(m.table.name, f"{m.table.name}.{ending}"))


def wrong_type(m: FileMaking) -> Expected:
    """A column of a type that cannot stand for the contract's."""
    data, kind = m.data, m.table.column(m.column).data_type
    n = data.num_rows
    values = {
        "int": pa.array([date(2025, 1, 1)] * n),
        "decimal": pa.array([True] * n) if m.random.random() < 0.5 else pa.array([[1]] * n),
        "float": pa.array([datetime(2025, 1, 1)] * n),
        "bool": pa.array([date(2025, 1, 1)] * n),
        "date": pa.array([20250101] * n),
        "timestamp": pa.array([1735689600] * n),
        "string": pa.array([b"\x00\x01"] * n, pa.binary()),
    }[kind]
    at = data.schema.get_field_index(m.column)
    pq.write_table(data.set_column(at, m.column, values), m.path())
    return m.error(f"{m.column}_has_its_type", m.column)


def words(m: FileMaking) -> Expected:
    """A whole column of words where numbers, dates or truth values should be."""
    data = m.data
    at = data.schema.get_field_index(m.column)
    pq.write_table(data.set_column(at, m.column, pa.array(["soon"] * data.num_rows)), m.path())
    return m.error(f"{m.column}_has_its_type", m.column)


def part_without_column(m: FileMaking) -> Expected:
    """A folder of files of which one lacks a required column: its rows cannot be used."""
    data = m.data
    half = data.num_rows // 2
    (m.folder / m.table.name).mkdir()
    pq.write_table(data.slice(0, half), m.folder / m.table.name / "a.parquet")
    rest = data.slice(half).drop_columns([m.column])
    pq.write_table(rest, m.folder / m.table.name / "b.parquet")
    return m.error("rows_are_usable", f"{m.column}_is_not_null", str(rest.num_rows))


def stale(m: FileMaking) -> Expected:
    """An export that stopped half a year ago."""
    data, first = m.data, m.table.arrives[0]
    known = [v for v in data.column(first).to_pylist() if v is not None]
    limit = sorted(known)[len(known) // 3]
    kept = [v is not None and v <= limit for v in data.column(first).to_pylist()]
    pq.write_table(data.filter(pa.array(kept)), m.path())
    return Expected(WARNING, "row_count_holds", says=(m.table.name, str(sum(kept))))


def unknown_setting(m: FileMaking) -> Expected:
    """A parameter or a policy that the project does not have, or a value that it does not take."""
    rows = {
        "parameter_is_a_known_name": {"parameter": "window_dayz", "value": "90"},
        "value_is_in_range": {"parameter": "window_days", "value": "minus nine"},
        "value_is_allowed": {"parameter": "reporting_currency_basis", "value": "'; drop table x"},
        "policy_is_a_known_name": {"policy": "pausd", "choice": "full"},
        "choice_is_allowed": {"policy": "paused", "choice": "{{ env_var('PLR_SALT') }}"},
    }
    row = rows[m.column]
    pq.write_table(pa.Table.from_pylist([row]), m.path())
    return m.error(m.column, *row.values())


def bad_setting(m: FileMaking) -> Expected:
    """A configuration with a row that would be quarantined elsewhere: a null in its key."""
    data = m.data
    values = data.column(m.column).to_pylist()
    values[m.random.randrange(len(values))] = None
    at = data.schema.get_field_index(m.column)
    kind = data.schema.field(m.column).type
    pq.write_table(data.set_column(at, m.column, pa.array(values, kind)), m.path())
    return m.error(f"{m.column}_is_not_null", m.column)


def doubled_setting(m: FileMaking) -> Expected:
    """A configuration that says one thing twice."""
    data = m.data
    pq.write_table(pa.concat_tables([data, data.slice(0, 1)]), m.path())
    return m.error("key_is_unique", *m.table.key)


def lost_days(m: FileMaking) -> Expected:
    """A day of events that was exported twice under new ids."""
    data = m.data
    days = [v.date() for v in data.column("occurred_at").to_pylist()]
    day = sorted(set(days))[-40]
    twice = data.filter(pa.array([d == day for d in days]))
    parts = [data]
    for copy in range(6):
        ids = pa.array([f"{v}_{copy}" for v in twice.column("event_id").to_pylist()])
        at = twice.schema.get_field_index("event_id")
        parts.append(twice.set_column(at, "event_id", ids).cast(data.schema))
    pq.write_table(pa.concat_tables(parts), m.path())
    return Expected(WARNING, "daily_volume_is_usual", says=("product_events",))


def _keyed(table: contract.Table) -> bool:
    return bool(table.key) and is_facts(table)


KINDS: Sequence[Kind] = (
    Kind(
        "null in a key",
        columns(lambda t, c: is_facts(t) and c.is_required and c.name in t.key),
        null,
    ),
    Kind(
        "null where a value is required",
        columns(
            lambda t, c: (
                is_facts(t) and c.is_required and c.name not in t.key and not c.has_happened
            )
        ),
        null,
    ),
    Kind(
        "empty string",
        columns(lambda t, c: is_facts(t) and c.is_required and c.data_type == "string"),
        blank,
    ),
    Kind(
        "word outside its enumeration", columns(lambda t, c: is_facts(t) and bool(c.enum)), stranger
    ),
    Kind("word in capitals", columns(lambda t, c: is_facts(t) and bool(c.enum)), shouted),
    Kind("row sent twice", whole(_keyed), repeated),
    Kind(
        "key with two versions",
        whole(lambda t: _keyed(t) and bool(set(t.arrives) - set(t.key))),
        revised,
    ),
    Kind("row twice in a table without a key", whole(lambda t: is_facts(t) and not t.key), copied),
    Kind(
        "orphan",
        lambda tables: [
            (t.name, r.column)
            for t in tables.values()
            if is_facts(t)
            for r in t.references
            if r.is_quarantined or r.min_share == 1.0
        ],
        orphan,
    ),
    Kind(
        "unreadable value",
        columns(lambda t, c: is_facts(t) and c.data_type in UNREADABLE),
        unreadable,
    ),
    Kind(
        "NaN or infinity",
        columns(lambda t, c: is_facts(t) and c.data_type in ("decimal", "float")),
        no_number,
    ),
    Kind(
        "number beyond its type",
        columns(lambda t, c: is_facts(t) and c.data_type in ("decimal", "int")),
        too_large,
    ),
    Kind("absurd number", columns(lambda t, c: is_facts(t) and c.data_type in NUMBERS), absurd),
    Kind("row from the future", whole(lambda t: is_facts(t) and bool(t.arrives)), from_the_future),
    Kind("ancient date", columns(lambda t, c: is_facts(t) and c.data_type in TIMES), ancient),
    Kind(
        "date beyond any plan",
        columns(
            lambda t, c: (
                is_facts(t)
                and c.data_type in TIMES
                and c.name not in t.arrives
                and not c.has_happened
            )
        ),
        far_future,
    ),
    Kind(
        "impossible row",
        lambda tables: [
            (t.name, r.reason) for t in tables.values() if is_facts(t) for r in t.impossible
        ],
        impossible,
    ),
    Kind("contradicting rows", named("subscription_changes"), contradicting),
    Kind("odd row", named(*ODD), odd),
    Kind("invisible character", columns(lambda t, c: is_facts(t) and is_text(c)), invisible),
    Kind("megabyte of text", columns(lambda t, c: is_facts(t) and is_text(c)), huge_text, count=1),
    Kind(
        "text that looks like code",
        columns(
            lambda t, c: (
                is_facts(t)
                and is_text(c)
                and c.name not in {r.column for r in t.references if r.is_quarantined}
            )
        ),
        hostile,
    ),
    Kind(
        "mail address in a text",
        columns(lambda t, c: is_facts(t) and is_text(c) and not c.is_required),
        with_address,
    ),
    Kind("missing table", whole(), files=missing_file),
    Kind("empty file", whole(), files=empty_file),
    Kind("file cut off", whole(), files=cut_off),
    Kind("error page instead of a file", whole(), files=error_page),
    Kind("bytes changed on the way", whole(is_facts), files=flipped_bytes),
    Kind("table in two forms", whole(), files=two_forms),
    Kind("table as file and folder", whole(), files=file_and_folder),
    Kind("broken file in a folder", whole(), files=broken_part),
    Kind("CSV in Latin-1", columns(lambda t, c: is_text(c)), files=in_latin_1),
    Kind("CSV in UTF-16", whole(), files=in_utf_16),
    Kind("CSV without header", whole(), files=no_header),
    Kind("CSV with ragged rows", whole(), files=ragged, at_least=5),
    Kind("CSV with an open quote", whole(is_facts), files=open_quote),
    Kind("CSV with a column twice", whole(), files=double_column),
    Kind("table without rows", whole(is_facts), files=no_rows),
    Kind("missing column", columns(lambda t, c: c.is_required), files=no_column),
    Kind("misspelt column", columns(lambda t, c: len(c.name) > 4), files=misspelt_column),
    Kind("misspelt file", whole(), files=misspelt_file),
    Kind("file with another ending", whole(), files=other_ending),
    Kind(
        "column of a wrong type",
        columns(lambda t, c: is_facts(t) or c.is_required),
        files=wrong_type,
    ),
    Kind(
        "column of words",
        columns(lambda t, c: c.data_type != "string" and is_facts(t)),
        files=words,
    ),
    Kind(
        "file of a folder without a column",
        columns(lambda t, c: is_facts(t) and c.is_required and not c.has_happened),
        files=part_without_column,
    ),
    Kind(
        "rows lost since the last load",
        whole(lambda t: is_facts(t) and bool(t.arrives) and t.name not in PARENTS),
        files=stale,
    ),
    Kind(
        "unknown setting",
        named(
            "parameters.parameter_is_a_known_name",
            "parameters.value_is_in_range",
            "policy_switches.policy_is_a_known_name",
            "policy_switches.choice_is_allowed",
        ),
        files=unknown_setting,
    ),
    Kind(
        "null in a setting",
        columns(lambda t, c: not is_facts(t) and c.is_required),
        files=bad_setting,
    ),
    Kind("setting twice", whole(lambda t: not is_facts(t)), files=doubled_setting),
    Kind("day exported again and again", named("product_events"), files=lost_days),
)
