"""Erase a person: `PLR_SALT=... python -m plr.erase jane@customer.example [--dry-run]`.

The key is a mail address, or an id as in product_users or contacts (`--table` where it is one
person's in the one and another's in the other); the rest follows from it in the inputs. Everywhere
the person's ids become one random number that is kept nowhere. In the inputs the address becomes
that number at the same domain where others have the domain too, else nothing. So counts of people,
and what belongs to which company, stay what they were, and nobody can say who it was. In this
order:

1. the inputs that PLR_INPUTS names: every file that speaks of the person is written anew beside the
   old one and renamed over it;
2. the warehouse (PLR_WAREHOUSE) and everything below its publication folder: databases and
   Parquet files are written anew, so that no free block keeps what was there; rows, hashes and ids
   that a publication states of itself are made anew too;
3. dbt's target and log folders, as text.

Then everything is searched again, in the files' bytes and in every text of every table and file,
for the address, for its salted hash and for the ids; what is found is printed and makes the exit
code 1. Keys that were hashed from ids are made anew by the next `dbt build --full-refresh`, which
the command asks for. Back-ups, and the systems that the exports come from, are not reached.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import secrets
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from plr import contract, inputs
from plr.publish import STORAGE_VERSION, describe_again, place
from plr.publish.store import VERSIONS

ROOT = Path(__file__).resolve().parent.parent
TEXTS = {".csv", ".json", ".log", ".html", ".txt", ".sql", ".md"}
# Where people stand, with the column of their ids.
PEOPLE = {"product_users": "user_id", "contacts": "contact_id"}
# Where domains of other people and of companies stand.
DOMAINS = (
    ("product_users", "email"), ("contacts", "email"), ("billing_customers", "email"),
    ("workspaces", "email_domain"), ("billing_customers", "email_domain"),
    ("crm_accounts", "domain"),
)  # fmt: skip
# The domain of an address, of a domain, or of a web address.
BARE_DOMAIN = r"^(?:https?://)?(?:.*@)?(?:www\.)?([^/:?#]+)"


class ErasureError(RuntimeError):
    """Nothing was changed, or not all of it could be; the message says what to do."""


@dataclass(frozen=True)
class Person:
    """What must not be found any more, and the number that stands for the person from now on."""

    addresses: tuple[str, ...]
    hashes: tuple[str, ...]
    user_ids: tuple[str, ...]
    contact_ids: tuple[str, ...]
    token: str
    shared_domains: frozenset[str] = frozenset()

    def successor(self, address: str) -> str | None:
        """Return what stands in an address's place: nothing where its domain alone tells who."""
        domain = domain_of(address)
        return f"{self.token}@{domain}" if domain in self.shared_domains else None

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id of the person."""
        return tuple(sorted({*self.user_ids, *self.contact_ids}))

    def ids_in(self, column: str) -> tuple[str, ...]:
        """Return the ids that a column can hold: 17 among users need not be 17 among contacts."""
        name = column.lower()
        if name.endswith("contact_id"):
            return self.contact_ids
        return self.user_ids if name.endswith("user_id") or name == "unit_id" else ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that is searched for inside texts: ids that are too plain are left out."""
        return (*self.addresses, *self.hashes, *(i for i in self.ids if is_telling(i)))


@dataclass
class Searched:
    """What was looked through, and where something was found."""

    files: int = 0
    texts: int = 0
    found: list[str] = field(default_factory=list)


def is_telling(key: str) -> bool:
    """Whether an id can be looked for inside any text; 17 cannot, u_000017 can."""
    return len(key) >= 6 and bool(re.search("[A-Za-z]", key)) and not key.isalpha()


def hashed(address: str, salt: str) -> str:
    """Return the hash that staging makes of an address: SHA-256 of salt and trimmed lower case."""
    return hashlib.sha256(f"{salt}{address.strip().lower()}".encode()).hexdigest()


# Who it is ----------------------------------------------------------------------------------------


Known = tuple[frozenset[str], frozenset[str], frozenset[str]]
"""Addresses, user ids and contact ids that are one person's."""


def find(
    session: duckdb.DuckDBPyConnection, key: str, salt: str, table: str | None = None
) -> Person:
    """Return a person by address or id, as the inputs know it.

    table: the one of PEOPLE in which an id is meant. Raises ErasureError where none is named and
    the id is a user's and, as far as the inputs tell, somebody else's among the contacts.
    """
    if "@" in key:
        known = _known(session, {key.strip().lower()}, {})
    elif table:
        known = _known(session, set(), {table: {key}})
    else:
        there = [name for name in PEOPLE if _people(session, name, (), (key,))]
        known = _known(session, set(), {name: {key} for name in there or PEOPLE})
        if any(_known(session, set(), {name: {key}}) != known for name in there):
            raise ErasureError(
                f"{key} is the id of a user and that of a contact, and no address ties the two:"
                f" name the person by address, or say --table {' or --table '.join(PEOPLE)}"
            )
    addresses, user_ids, contact_ids = known
    return Person(
        tuple(sorted(addresses)),
        tuple(hashed(address, salt) for address in sorted(addresses)),
        tuple(sorted(user_ids)),
        tuple(sorted(contact_ids)),
        str(10**17 + secrets.randbelow(8 * 10**17)),
        frozenset(d for d in map(domain_of, addresses) if is_shared(session, d, addresses)),
    )


def _known(session: Any, addresses: set[str], of_tables: Mapping[str, set[str]]) -> Known:
    """Follow addresses to their ids, those to their addresses, until no more are found."""
    addresses, ids = set(addresses), {name: set(of_tables.get(name, ())) for name in PEOPLE}
    known = 0
    while (now := len(addresses) + sum(map(len, ids.values()))) > known:
        known = now
        for name in PEOPLE:
            rows = _people(session, name, addresses, ids[name])
            ids[name] |= {row[0] for row in rows if row[0]}
            addresses |= {row[1] for row in rows if row[1]}
    return frozenset(addresses), *(frozenset(ids[name]) for name in PEOPLE)


def _people(
    session: Any, table: str, addresses: Iterable[str], ids: Iterable[str]
) -> list[tuple[str | None, str | None]]:
    """Return id and address of the rows of a table of PEOPLE that have one of either."""
    found, column = inputs.find(session, table), PEOPLE[table]
    if found is None or found.problem or column not in found.columns:
        return []
    mail = "cast(email as varchar)" if "email" in found.columns else "cast(null as varchar)"
    return session.execute(
        f"select distinct cast({column} as varchar), lower(trim({mail}))"
        f" from {found.relation} where lower(trim({mail})) in ({_listed(addresses)})"
        f" or cast({column} as varchar) in ({_listed(ids)})"
    ).fetchall()


def domain_of(address: str) -> str:
    """Return the domain of an address."""
    return address.rpartition("@")[2]


def is_shared(session: Any, domain: str, addresses: Iterable[str]) -> bool:
    """Whether a domain is that of a company or of somebody else's address in the inputs."""
    for table, column in DOMAINS:
        found = inputs.find(session, table)
        if found is None or found.problem or column not in found.columns:
            continue
        value = f"lower(trim(cast({column} as varchar)))"
        others = f"{value} not in ({_listed(addresses)})"
        ((count,),) = session.execute(
            f"select count(*) from {found.relation}"
            f" where regexp_extract({value}, $bare, 1) = $domain and {others}",
            {"domain": domain, "bare": BARE_DOMAIN},
        ).fetchall()
        if count:
            return True
    return False


# How a text loses a person ------------------------------------------------------------------------


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _listed(texts: Iterable[str]) -> str:
    """Return texts as the inside of an SQL list, which is like nothing where there are none."""
    return ", ".join(map(_literal, sorted(texts))) or "null"


def _pattern(text: str) -> str:
    """Return the regular expression of a text as a word of its own, in any case."""
    return f"(?i)(^|[^A-Za-z0-9_.+-]){re.escape(text)}($|[^A-Za-z0-9_-])"


def offends(person: Person, column: str, is_text: bool) -> str:
    """Return SQL, true where a value speaks of the person; "" where it cannot."""
    name = f'"{column}"'
    parts = []
    if is_text:
        parts = [
            f"(contains(lower({name}), {_literal(t.lower())})"
            + (f" and regexp_matches({name}, {_literal(_pattern(t))}))" if t in person.ids else ")")
            for t in person.texts
        ]
    if ids := person.ids_in(column):
        parts.append(f"cast({name} as varchar) in ({_listed(ids)})")
    return f"({' or '.join(parts)})" if parts else ""


def without(person: Person, column: str, kind: str) -> str:
    """Return SQL, the value of a column without the person, in the column's type."""
    name = f'"{column}"'
    value = f"cast({name} as varchar)"
    if kind in ("VARCHAR", "JSON"):
        for text in person.texts:
            new = person.token if text in person.ids else ""
            value = f"regexp_replace({value}, {_literal(_pattern(text))}, '\\1{new}\\2', 'g')"
    cases = ""
    if ids := person.ids_in(column):
        cases = f"when cast({name} as varchar) in ({_listed(ids)}) then '{person.token}' "
    if kind in ("VARCHAR", "JSON"):
        for text in (*person.addresses, *person.hashes):
            new = person.successor(text) if text in person.addresses else None
            put = _literal(new) if new else "null"
            cases += f"when lower(trim({name})) = {_literal(text)} then {put} "
    value = f"case {cases}else {value} end" if cases else value
    return value if kind == "VARCHAR" else f"cast({value} as {kind})"


# Files --------------------------------------------------------------------------------------------


def _replaced(path: Path, write: Callable[[Path], None]) -> None:
    """Write a file anew beside the old one and rename it over it."""
    new = path.with_name(path.name + ".erasing")
    try:
        write(new)
        new.chmod(path.stat().st_mode & 0o777)
        with new.open("rb") as handle:
            os.fsync(handle.fileno())
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)


def _reader(path: Path) -> str:
    if path.suffix == ".parquet":
        return f"read_parquet({_literal(str(path))}, hive_partitioning = false)"
    return f"read_csv({_literal(str(path))}, {inputs.CSV_DIALECT})"


def _columns(session: Any, relation: str) -> dict[str, str]:
    return {r[0]: r[1] for r in session.execute(f"describe select * from {relation}").fetchall()}


def _condition(person: Person, columns: Mapping[str, str]) -> str:
    parts = [
        sql
        for name, kind in columns.items()
        if (sql := offends(person, name, kind in ("VARCHAR", "JSON")))
    ]
    return " or ".join(parts)


def erase_table(session: Any, path: Path, person: Person) -> int:
    """Take a person out of a Parquet or CSV file; return how many rows spoke of the person."""
    columns = _columns(session, _reader(path))
    where = _condition(person, columns)
    if not where:
        return 0
    count = session.execute(f"select count(*) from {_reader(path)} where {where}").fetchall()[0][0]
    if not count:
        return 0
    personal = [name for name in columns if name in _PERSONAL]
    own = " or ".join(
        sql for name in columns if name in ("email", "user_id", "contact_id")
        and (sql := offends(person, name, columns[name] == "VARCHAR"))
    )  # fmt: skip
    items = []
    for name, kind in columns.items():
        is_whole = bool(person.ids_in(name)) and kind.endswith(("INT", "INTEGER"))
        value = without(person, name, "BIGINT" if is_whole else kind)  # the number needs the room
        if name in personal and own:
            kept = _is_address(person, name) if name == "email" else "false"
            value = f"case when ({own}) and not {kept} then null else {value} end"
        items.append(f'{value} as "{name}"')
    how = "format parquet, compression zstd" if path.suffix == ".parquet" else "format csv, header"
    select = f"select {', '.join(items)} from {_reader(path)}"

    def write(new: Path) -> None:
        session.execute(f"copy ({select}) to {_literal(str(new))} ({how})").fetchall()

    _replaced(path, write)
    return count


def _is_address(person: Person, column: str) -> str:
    """Return SQL, true where a column holds an address of the person, which has its successor."""
    return f'coalesce(lower(trim("{column}")) in ({_listed(person.addresses)}), false)'


def erase_text(path: Path, person: Person) -> int:
    """Take a person out of a text file; return how many places spoke of the person."""
    content = path.read_bytes()
    count = 0
    for text in person.texts:
        new = person.token if text in person.ids else ""
        content, n = _in_bytes(text, text in person.ids).subn(new.encode(), content)
        count += n
    if count:
        _replaced(path, lambda new: new.write_bytes(content) and None)
    return count


def _in_bytes(text: str, is_id: bool) -> re.Pattern[bytes]:
    """Return the pattern of a text in a file's bytes; an id ends where no longer one goes on."""
    around = (r"(?<![A-Za-z0-9_.+-])", r"(?![A-Za-z0-9_-])") if is_id else ("", "")
    return re.compile(f"{around[0]}{re.escape(text)}{around[1]}".encode(), re.IGNORECASE)


def _tables(session: Any) -> list[tuple[str, dict[str, str]]]:
    """Return (quoted name, columns by type) of the tables of the attached database `own`."""
    rows = session.execute(
        "select schema_name, table_name, list(column_name), list(data_type) from duckdb_columns() "
        "inner join duckdb_tables() using (database_name, schema_name, table_name) "
        "where database_name = 'own' group by all order by all"
    ).fetchall()
    return [(f'own."{r[0]}"."{r[1]}"', dict(zip(r[2], r[3], strict=True))) for r in rows]


def is_published(path: Path) -> bool:
    """Whether a database is one of a store of publications: a file in a numbered folder of it."""
    return path.parent.parent.name.endswith(VERSIONS)


def erase_database(path: Path, person: Person) -> int:
    """Take a person out of every table of a DuckDB file and write the file anew; return rows.

    The work is done on a copy: readers may have the file open, and a published one is read-only.
    """
    wal = path.with_name(path.name + ".wal")
    copy = path.with_name(path.name + ".at_work")
    copy_wal = copy.with_name(copy.name + ".wal")
    try:
        shutil.copyfile(path, copy)
        if wal.exists():
            shutil.copyfile(wal, copy_wal)
        count = _erase_copy(copy, path, person)
    finally:
        copy.unlink(missing_ok=True)
        copy_wal.unlink(missing_ok=True)
    if count:
        wal.unlink(missing_ok=True)
    return count


def _erase_copy(copy: Path, path: Path, person: Person) -> int:
    """Take a person out of the copy of a database, and put a fresh file of it in its place."""
    count = 0
    with duckdb.connect() as session:
        session.execute(f"attach {_literal(str(copy))} as own").fetchall()
        for table, columns in _tables(session):
            where = _condition(person, columns)
            if not where:
                continue
            n = session.execute(f"select count(*) from {table} where {where}").fetchall()[0][0]
            if not n:
                continue
            changes = ", ".join(
                f'"{name}" = {without(person, name, kind)}'
                for name, kind in columns.items()
                if offends(person, name, kind in ("VARCHAR", "JSON"))
            )
            session.execute(f"update {table} set {changes} where {where}").fetchall()
            count += n
        if not count:
            return 0

        def write(new: Path) -> None:
            option = f" (storage_version '{STORAGE_VERSION}')" if is_published(path) else ""
            session.execute(f"attach {_literal(str(new))} as fresh{option}").fetchall()
            session.execute("copy from database own to fresh").fetchall()
            session.execute("checkpoint fresh").fetchall()
            session.execute("detach fresh").fetchall()
            if new.with_name(new.name + ".wal").exists():
                raise ErasureError(f"{new.name}.wal is left: the new file is not complete")

        _replaced(path, write)
    return count


_PERSONAL = {c.name for t in contract.load(ROOT).values() for c in t.columns if c.is_personal}


# All places ---------------------------------------------------------------------------------------


def places(target: Path, logs: Path) -> list[Path]:
    """Return the folders and files that hold what was built or goes in, those that are there."""
    warehouse = os.environ.get("PLR_WAREHOUSE", "build/plr.duckdb")
    stated = [Path(inputs.location()), Path(warehouse), publication().parent, target, logs]
    return [path for path in stated if path.exists()]


def publication() -> Path:
    """Return the file that readers open."""
    warehouse = os.environ.get("PLR_WAREHOUSE", "build/plr.duckdb")
    return place(warehouse, os.environ.get("PLR_PUBLICATION"))


def files(path: Path) -> Iterator[Path]:
    """Return the files of a place, each once."""
    if path.is_file():
        yield path
        return
    seen = set()
    for one in sorted(path.rglob("*")):
        real = one.resolve()
        if one.is_file() and real not in seen:
            seen.add(real)
            yield real


def is_database(path: Path) -> bool:
    """Whether a file is a DuckDB database, whatever its name."""
    with path.open("rb") as handle:
        return handle.read(12)[8:] == b"DUCK"


def erase(session: Any, path: Path, person: Person) -> int:
    """Take a person out of a file by its kind; return what spoke of the person."""
    if is_database(path):
        return erase_database(path, person)
    if path.suffix == ".parquet":
        return erase_table(session, path, person)
    if path.suffix == ".csv":
        return erase_table(session, path, person)
    return erase_text(path, person) if path.suffix in TEXTS else 0


def search(session: Any, path: Path, person: Person, into: Searched) -> None:
    """Look for a person in a file: in its bytes, and in every text that it holds."""
    into.files += 1
    content = path.read_bytes()
    if any(_in_bytes(text, text in person.ids).search(content) for text in person.texts):
        into.found.append(f"{path} (bytes)")
    relations: list[tuple[str, dict[str, str]]] = []
    if path.suffix in (".parquet", ".csv"):
        relations = [(_reader(path), _columns(session, _reader(path)))]
    if is_database(path):
        session.execute(f"attach {_literal(str(path))} as own (read_only)").fetchall()
        relations = _tables(session)
    try:
        for relation, columns in relations:
            into.texts += sum(kind in ("VARCHAR", "JSON") for kind in columns.values())
            where = _condition(person, columns)
            if not where:
                continue
            sql = f"select count(*) from {relation} where {where}"
            n = session.execute(sql).fetchall()[0][0]
            if n:
                into.found.append(f"{path} {relation if is_database(path) else ''}: {n} rows")
    finally:
        if is_database(path):
            session.execute("detach own").fetchall()


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line; return 0 where the person is found nowhere any more."""
    parser = argparse.ArgumentParser(prog="python -m plr.erase", description=__doc__)
    parser.add_argument("key", help="mail address, or user or contact id")
    parser.add_argument("--table", choices=PEOPLE, help="in which an id is meant")
    parser.add_argument("--dry-run", action="store_true", help="only say where the person is")
    parser.add_argument("--target", type=Path, default=Path("target"))
    parser.add_argument("--logs", type=Path, default=Path("logs"))
    asked = parser.parse_args(arguments)
    salt = os.environ.get("PLR_SALT", "")
    if not salt or inputs.location().startswith("schema:"):
        print(
            "PLR_SALT must be that of the builds, and PLR_INPUTS a folder: a schema is erased by "
            "whoever owns it.",
            file=sys.stderr,
        )
        return 2
    with duckdb.connect() as session:
        try:
            person = find(session, asked.key, salt, asked.table)
        except ErasureError as error:
            print(error, file=sys.stderr)
            return 2
        print(f"{len(person.addresses)} address(es) and {len(person.ids)} id(s) of one person")
        if asked.dry_run:
            searched = Searched()
            for path in places(asked.target, asked.logs):
                for file in files(path):
                    search(session, file, person, searched)
            print("\n".join(searched.found) or "found nowhere")
            return 0
        for path in places(asked.target, asked.logs):
            count = sum(erase(session, file, person) for file in files(path))
            print(f"{path}: taken out of {count} rows or places")
        for number, before, now in describe_again(publication()):
            print(
                f"publication {number} is stated anew, since its rows are others: {before} is {now}"
            )
        searched = Searched()
        for path in places(asked.target, asked.logs):
            for file in files(path):
                search(session, file, person, searched)
    print(
        f"searched {searched.files} files and {searched.texts} columns of text for "
        f"{len(person.texts)} texts: found in {len(searched.found)}"
    )
    for line in searched.found:
        print(f"  STILL THERE {line}")
    print("Now run `dbt build --full-refresh`: keys that were hashed from the ids are made anew.")
    return 1 if searched.found else 0


if __name__ == "__main__":
    raise SystemExit(main())
