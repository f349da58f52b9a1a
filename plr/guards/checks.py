"""The contract as expectations: what is held against the rows of one input table.

Nothing here reads data. A :class:`Check` says which column of the frame is looked at, or, for
rules stated in SQL, which flag column the frame must carry, and what the offending rows are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plr import contract, inputs

CRITICAL, WARNING, INFO = "critical", "warning", "info"
SEGMENTS = ("smb", "mid", "enterprise")

NOT_NULL, UNIQUE, IN_SET, FLAG = "not_null", "unique", "in_set", "flag"


@dataclass(frozen=True)
class Check:
    """One expectation about the rows of one table.

    kind: not_null, unique and in_set look at ``columns`` as they arrived; flag looks at a column of
    0 and 1 made by ``violated``. violated: SQL over the typed rows, true for an offending row.
    applies: SQL, true for the rows that the share speaks of. allowed_share: 0..1 of those rows.
    makes_unusable: whether an offending row goes to quarantine. says: what is wrong, after
    "n of m rows". then: what happens to such rows and what to do. parts: where any of several
    columns may offend, the SQL per column, so that the one that does can be shown.
    """

    name: str
    severity: str
    kind: str
    columns: tuple[str, ...]
    violated: str
    says: str
    then: str
    values: tuple[str, ...] = ()
    applies: str = "true"
    allowed_share: float = 0.0
    makes_unusable: bool = False
    parts: Mapping[str, str] = field(default_factory=dict)


def unreadable_flag(column: str) -> str:
    """Return the name of the flag that is set where a value cannot be read in its type."""
    return f"unreadable__{column}"


def typed_select(table: contract.Table, found: inputs.Input | None) -> str:
    """Return the SELECT of a table's rows in the contract's names and types, with its flags.

    Absent columns are null; an absent table is an empty relation. For every column that needs a
    conversion there is a boolean unreadable__<column>, and for every required one of them the
    value as text, raw__<column>. source_file names the row's file.
    """
    items = []
    for column in table.columns:
        kind = inputs.SQL_TYPES[column.data_type]
        if found is None or column.name not in found.columns:
            items.append(f'cast(null as {kind}) as "{column.name}"')
            continue
        physical = found.columns[column.name]
        value = inputs.typed(column.name, column.data_type, physical)
        items.append(f'{value} as "{column.name}"')
        if inputs.is_always_readable(column.data_type, physical):
            continue
        text = inputs.text_of(column.name, physical)
        wrong = f"({value}) is null"
        if column.data_type == "int":
            wrong += f" or try_cast({text} as double) <> round(try_cast({text} as double))"
        if physical in ("FLOAT", "DOUBLE"):  # the statistics of a file leave NaN out
            wrong += f" or isnan({text})"
        if column.data_type == "bool" and physical not in ("VARCHAR", "BOOLEAN"):
            wrong += f" or {text} not in (0, 1)"
        flag = unreadable_flag(column.name)
        items.append(f'coalesce({text} is not null and ({wrong}), false) as "{flag}"')
        items.append(f'cast({text} as varchar) as "raw__{column.name}"')
    if found is None:
        return f"select {', '.join(items)}, '' as source_file where 1 = 0"
    return f"select {', '.join(items)}, {found.file} as source_file from {found.relation}"


def converted(table: contract.Table, found: inputs.Input) -> list[contract.Column]:
    """Return the columns that are there in a type that has to be read as another."""
    return [
        column
        for column in table.columns
        if column.name in found.columns
        and not inputs.is_always_readable(column.data_type, found.columns[column.name])
    ]


def row_checks(
    table: contract.Table,
    found: inputs.Input,
    parents: Mapping[str, str],
) -> list[Check]:
    """Return the expectations about single rows of a table.

    parents: relations (SQL, in brackets) of the other tables that are there and hold rows.
    Configuration is a company's own decision: there, what would elsewhere be quarantined is an
    error.
    """
    is_config = table.domain == "config"
    bad = CRITICAL if is_config else WARNING
    gone = (
        "Nothing is built on a configuration with an error in it; correct the table."
        if is_config
        else "Such rows are kept in quarantine; correct the export and build again."
    )
    kept = "The rows are used as they are; correct the export if that is not meant."
    out: list[Check] = []
    texts = {c.name for c in converted(table, found)}
    for column in converted(table, found):
        out.append(
            Check(
                f"{column.name}_is_readable",
                bad,
                FLAG,
                (f"raw__{column.name}",),
                f'"{unreadable_flag(column.name)}"',
                f"hold a {column.name} that cannot be read as {column.data_type}",
                gone,
                makes_unusable=True,
            )
        )
    for column in table.columns:
        name = column.name
        if column.is_required:
            value = f"raw__{name}" if name in texts else name
            out.append(
                Check(
                    f"{name}_is_not_null",
                    bad,
                    NOT_NULL,
                    (value,),
                    f'"{value}" is null',
                    f"have no {name}",
                    gone,
                    makes_unusable=True,
                )
            )
        if column.enum and name in found.columns:
            values = ", ".join(f"'{value}'" for value in column.enum)
            open_ = column.is_open_enum
            out.append(
                Check(
                    f"{name}_is_known",
                    WARNING if open_ else bad,
                    IN_SET,
                    (name,),
                    f'"{name}" not in ({values})',
                    f"have another {name} than {', '.join(column.enum)}",
                    "Such values become 'other'; map them in the export if they mean more."
                    if open_
                    else gone,
                    values=column.enum,
                    makes_unusable=not open_,
                )
            )
    out.extend(_texts_and_ranges(table, found, bad, gone, kept))
    if table.key:
        keys = ", ".join(f'"{name}"' for name in table.key)
        out.append(
            Check(
                "key_is_unique",
                bad,
                UNIQUE,
                table.key,
                f"coalesce({keys}) is not null and count(*) over (partition by {keys}) > 1"
                if len({table.column(name).data_type for name in table.key}) == 1
                else f"count(*) over (partition by {keys}) > 1",
                f"share their key ({', '.join(table.key)}) with another row",
                gone
                if is_config
                else f"The {table.wins} of them is used, the others are kept in quarantine.",
            )
        )
    for rule in table.impossible:
        out.append(
            Check(
                f"no_{rule.reason}",
                bad,
                FLAG,
                (),
                rule.when,
                f"are impossible: {rule.reason.replace('_', ' ')} ({squeezed(rule.when)})",
                gone,
                makes_unusable=True,
            )
        )
    if table.contradictory:
        out.append(_agreement(table.contradictory, bad, gone))
    out.extend(_references(table, found, parents, gone, kept))
    for item in table.expectations:
        if item.kind == "row_condition":
            out.append(
                Check(
                    item.name,
                    WARNING,
                    FLAG,
                    (),
                    item.sql,
                    f"break {item.name}: {squeezed(item.sql)}",
                    kept,
                )
            )
        elif item.kind == "share_at_least":
            out.append(
                Check(
                    item.name,
                    WARNING,
                    FLAG,
                    (),
                    f"not coalesce({item.sql}, false)",
                    f"break {item.name} (at least {item.min_share:.0%} should hold "
                    f"{squeezed(item.sql)})",
                    kept,
                    allowed_share=round(1 - (item.min_share or 0), 10),
                )
            )
    out.extend(_others(table, found, kept))
    return out


# Blanks at an end; control characters, soft hyphens, and what has no width or turns the direction.
UNSEEN = (
    r"^[\s\x{a0}\x{3000}]|[\s\x{a0}\x{3000}]$|[\x{00}-\x{1f}\x{7f}-\x{9f}\x{ad}"
    r"\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2064}\x{feff}]"
)
# Finds at least those in texts that are joined by bars: what is no ASCII, and blanks beside a bar.
NOT_PLAIN = "[^ -~]|^ | $|[|] | [|]"
ADDRESS = r"[^\s@<>(),;:]+@[^\s@<>(),;:]+[.][^\s@<>(),;:.]{2,}"


def _texts_and_ranges(
    table: contract.Table, found: inputs.Input, bad: str, gone: str, kept: str
) -> list[Check]:
    """Return what holds for the values of every table, column by column."""
    there = [column for column in table.columns if column.name in found.columns]
    limits = {c.name: sql for c in there if (sql := contract.out_of_range(table, c))}
    # a word of an enumeration is held against its list
    texts = [c.name for c in there if c.data_type == "string" and not (c.is_personal or c.enum)]
    every = ", ".join(f'"{c.name}"' for c in there)
    out = [
        Check(
            "values_are_in_range",
            bad,
            FLAG,
            (),
            _any(limits),
            "hold a value that no company has (a date before 1990 or after 2199, a number beyond "
            "10^15, or a text of more than 10,000 characters)",
            gone,
            makes_unusable=True,
            parts=limits,
        )
    ]
    if texts:
        unseen = {name: f"regexp_matches(\"{name}\", '{UNSEEN}')" for name in texts}
        # tried column by column only where some text of the row is not plain
        row = ", ".join(f'"{name}"' for name in texts)
        is_odd = f"regexp_matches(concat_ws('|', {row}), '{NOT_PLAIN}')"
        # a case, so that the pattern is only tried on texts that hold the sign
        held = {
            name: f"case when {text} like '%@%' then regexp_matches({text}, '{ADDRESS}') end"
            for name in texts
            for text in [f'"{name}"']
        }
        out.append(
            Check(
                "texts_are_clean",
                WARNING,
                FLAG,
                (),
                f"case when {is_odd} then {_any(unseen)} end",
                "hold a text with a blank at its end or a character that nobody sees",
                "It equals no other text that looks the same. " + kept,
                parts=unseen,
            )
        )
        out.append(
            Check(
                "texts_hold_no_addresses",
                WARNING,
                FLAG,
                (),
                _any(held),
                "hold a mail address in a column that is not for one",
                "The rows are used; the address is hashed or cut out before staging. Leave it out "
                "of the export.",
                parts=held,
            )
        )
    if not table.key and table.domain != "config" and every:
        out.append(
            Check(
                "rows_are_not_repeated",
                WARNING,
                FLAG,
                (),
                f"count(*) over (partition by {every}) > 1",
                "say the same as another row, in a table without a key",
                "All of them count; look whether a file was exported twice.",
            )
        )
    return out


def _any(parts: Mapping[str, str]) -> str:
    return " or ".join(f"({sql})" for sql in parts.values())


def _agreement(rule: contract.Contradiction, severity: str, gone: str) -> Check:
    """Return the check that rows of one group agree; the first of the group is believed."""
    within = ", ".join(f'"{name}"' for name in rule.within)
    order = f'"{rule.by}" nulls last'
    differs = " or ".join(
        f'"{name}" is distinct from first_value("{name}") over '
        f"(partition by {within} order by {order} "
        "rows between unbounded preceding and unbounded following)"
        for name in rule.differs
    )
    return Check(
        f"rows_of_one_{'_'.join(rule.within)}_agree",
        severity,
        FLAG,
        rule.differs,
        f"({differs})",
        f"contradict the first row of their {', '.join(rule.within)} in {', '.join(rule.differs)}",
        gone,
        makes_unusable=True,
    )


def _references(
    table: contract.Table,
    found: inputs.Input,
    parents: Mapping[str, str],
    gone: str,
    kept: str,
) -> list[Check]:
    out = []
    for reference in table.references:
        if reference.table not in parents or reference.column not in found.columns:
            continue
        name, parent = reference.column, parents[reference.table]
        out.append(
            Check(
                f"{name}_is_in_{reference.table}",
                WARNING,
                FLAG,
                (name,),
                f'"{name}" is not null and "{name}" not in '
                f'(select "{reference.to}" from {parent} where "{reference.to}" is not null)',
                f"name a {name} that is not in {reference.table}",
                gone if reference.is_quarantined else kept,
                applies=f'"{name}" is not null',
                allowed_share=0.0
                if reference.is_quarantined
                else round(1 - reference.min_share, 10),
                makes_unusable=reference.is_quarantined,
            )
        )
    return out


def _others(table: contract.Table, found: inputs.Input, kept: str) -> list[Check]:
    """Return what part 6 of the specification asks of single rows beyond the contract's rules."""
    out = []
    segments = ", ".join(f"'{word}'" for word in (*SEGMENTS, "all"))
    if table.name in ("crm_accounts", "target_market", "interventions") and (
        "segment" in found.columns
    ):
        is_config = table.domain == "config"
        out.append(
            Check(
                "segment_is_known",
                CRITICAL if is_config else WARNING,
                IN_SET,
                ("segment",),
                f'"segment" not in ({segments})',
                f"have another segment than {', '.join((*SEGMENTS, 'all'))}",
                "Nothing is built on a configuration with an error in it; correct the table."
                if is_config
                else kept,
                values=(*SEGMENTS, "all"),
            )
        )
    if table.column_names.count("currency") and "currency" in found.columns:
        out.append(
            Check(
                "currency_is_a_code",
                WARNING,
                FLAG,
                ("currency",),
                "not regexp_matches(currency, '^[A-Z]{3}$')",
                "name a currency that is no code of three capitals (ISO 4217)",
                "No rate is found for such a currency, so what needs one is not known.",
            )
        )
    if table.name == "product_events":
        out.append(
            Check(
                "bots_are_flagged",
                WARNING,
                FLAG,
                ("is_bot",),
                "is_bot is null",
                "do not say whether a bot made them (is_bot), where at least 98% should",
                "They count as made by people; flag bots in the export.",
                allowed_share=0.02,
            )
        )
    return out


def squeezed(sql: str) -> str:
    """Return SQL on one line."""
    return " ".join(sql.split())


def is_after(table: contract.Table, as_of_at: str) -> str:
    """Return SQL, true for a row that arrived after the as-of date, false without a date."""
    if not table.arrives:
        return "false"
    first = ", ".join(f'cast("{name}" as timestamp)' for name in table.arrives)
    return f"coalesce(coalesce({first}) > timestamp '{as_of_at}', false)"
