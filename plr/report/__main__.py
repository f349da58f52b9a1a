"""Write the board's page and the full diagnostic: ``python -m plr.report [--out build/report]``.

Reads the last publication (beside ``PLR_WAREHOUSE``, or ``PLR_PUBLICATION``), so that a build that
failed is never reported. Writes board.md, board.html, diagnostic.md and diagnostic.html; under each
table stands the query that it comes from. Exit code 0, or 1 where nothing has been published.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb

from plr.publish import place
from plr.report import pages, sections


def write(publication: Path, out: Path) -> list[Path]:
    """Write both documents in both forms; return the files. Raises duckdb.Error for no mart."""
    out.mkdir(parents=True, exist_ok=True)
    written = []
    with duckdb.connect(str(publication), read_only=True) as connection:
        (found,) = connection.execute(
            "select publication_id, max(as_of_on), count(*) from marts.publication "
            "group by publication_id"
        ).fetchall()
        source = pages.Source(*found)
        for page in pages.PAGES:
            tables = sections.in_order(connection, sections.all_sections(), page)
            for form in ("md", "html"):
                file = out / f"{page}.{form}"
                file.write_text(pages.render(page, source, tables, form), encoding="utf-8")
                written.append(file)
    return written


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the documents and name them; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m plr.report", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--out", type=Path, default=Path("build/report"))
    chosen = parser.parse_args(arguments)
    warehouse = os.environ.get("PLR_WAREHOUSE", "build/plr.duckdb")
    published = place(warehouse, os.environ.get("PLR_PUBLICATION"))
    if not published.exists():
        print(f"Nothing is published at {published}: run `dbt build` first.", file=sys.stderr)
        return 1
    for file in write(published, chosen.out):
        print(file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
