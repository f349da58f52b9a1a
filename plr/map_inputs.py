"""Maps a company's own export to the input contract:
`python -m plr.map_inputs NAME --source FOLDER --out FOLDER`.

A mapping is a folder with one DuckDB query per table of the contract (``<table>.sql``), which reads
the export's files as ``{source}/...``. NAME is one of those in plr/mappings, or the path of a
folder of your own. Each query becomes ``<table>.parquet`` in the output folder, which is then what
PLR_INPUTS names. Exit code 0, or 2 with a message where a mapping, a file or a column is missing.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import duckdb

from plr import contract

ROOT = Path(__file__).resolve().parent.parent
MAPPINGS = ROOT / "plr" / "mappings"


class MappingError(ValueError):
    """The export cannot be mapped; the message says which mapping, table or folder it is about."""


def names() -> tuple[str, ...]:
    """Return the mappings that come with the project."""
    return tuple(sorted(path.name for path in MAPPINGS.iterdir() if path.is_dir()))


def queries(name: str) -> dict[str, str]:
    """Return the queries of a mapping by table of the contract, in order of their names.

    name: one of :func:`names`, or a folder. Raises MappingError where there is none, or where a
    file is not named after a table of the contract.
    """
    folder = MAPPINGS / name if name in names() else Path(name)
    found = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.sql"))}
    if not found:
        raise MappingError(
            f"no mapping {name}: give one of {', '.join(names())} or a folder of <table>.sql"
        )
    unknown = sorted(set(found) - set(contract.load(ROOT)))
    if unknown:
        raise MappingError(f"mapping {name}: {', '.join(unknown)} is not a table of the contract")
    return found


def map_inputs(name: str, source: Path, out: Path) -> dict[str, int]:
    """Write <table>.parquet for each query of a mapping; return the rows written, by table.

    source: the folder with the export. out: is made where it is not there; other files in it stay.
    """
    if not source.is_dir():
        raise MappingError(f"there is no folder {source} to map {name} from")
    out.mkdir(parents=True, exist_ok=True)
    rows: dict[str, int] = {}
    with duckdb.connect() as session:
        session.execute("set TimeZone = 'UTC'")
        for table, query in queries(name).items():
            sql = query.replace("{source}", str(source).replace("'", "''"))
            target = str(out / f"{table}.parquet").replace("'", "''")
            try:
                session.execute(f"copy (\n{sql}\n) to '{target}' (format parquet)")
            except duckdb.Error as error:
                raise MappingError(f"mapping {name}, table {table}: {error}") from error
            rows[table] = session.execute(f"select count(*) from '{target}'").fetchall()[0][0]
    return rows


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m plr.map_inputs", description=__doc__)
    parser.add_argument("name", help=f"{', '.join(names())}, or a folder of <table>.sql")
    parser.add_argument("--source", required=True, type=Path, help="folder with the export's files")
    parser.add_argument("--out", required=True, type=Path, help="folder for the mapped tables")
    given = parser.parse_args(arguments)
    try:
        rows = map_inputs(given.name, given.source, given.out)
    except MappingError as error:
        print(error, file=sys.stderr)
        return 2
    for table, count in rows.items():
        print(f"{table:<24}{count:>10,}")
    print(f"\nNow: PLR_INPUTS={given.out} PLR_SALT=<a long random text> dbt build")
    return 0


if __name__ == "__main__":
    sys.exit(main())
