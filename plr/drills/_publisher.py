"""Publishes marts with one table changed: ``... _publisher WAREHOUSE TARGET N``.

Stands in for the last node of a build: the same function on the same marts, without the build.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import duckdb

from plr.publish import PublicationError, kept, publish
from plr.publish.writing import TABLES


def main(warehouse: Path, target: Path, change: int) -> int:
    """Change every mart's contents through one table, publish, and return 0; 1 with the reason."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{warehouse}' as plr (read_only)").fetchall()
        names = [
            name
            for (name,) in connection.execute(
                "select table_name from duckdb_tables() where database_name = 'plr'"
                " and schema_name = 'marts' order by 1"
            ).fetchall()
            if name not in TABLES
        ]
        connection.execute("create schema marts").fetchall()
        for name in names:
            connection.execute(f"create view marts.{name} as from plr.marts.{name}").fetchall()
        connection.execute("create view marts.drill as select range as row from range(?)".replace(
            "?", str(change + 1))).fetchall()  # fmt: skip
        try:
            publish(connection, [*names, "drill"], target, date(2026, 6, 30), (), kept())
        except (PublicationError, duckdb.Error) as error:
            print(error)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
