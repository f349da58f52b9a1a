"""The guards by hand: `python -m plr.guards docs --out build/data_docs`, or `... check`.

Reads the inputs that PLR_INPUTS names. `check` prints what is wrong and exits with 1 when something
critical is; `docs` writes the same validations as pages (they fetch their styles from the net, and
are plain without it).
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

import duckdb
import yaml

from plr import inputs
from plr.guards import engine, run

DOMAINS = ("config", "product", "billing", "crm", "success", "finance", "people")


def main(arguments: list[str] | None = None) -> int:
    """Read the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m plr.guards", description=__doc__)
    parser.add_argument("--as-of", type=date.fromisoformat, help="the day, else the data says")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="print what is wrong with the inputs")
    docs = commands.add_parser("docs", help="write Data Docs")
    docs.add_argument("--out", type=Path, default=Path("build/data_docs"))
    asked = parser.parse_args(arguments)
    session = duckdb.connect()
    session.execute("set TimeZone = 'UTC'")
    try:
        day = asked.as_of or as_of_day(session)
    except ValueError as error:
        parser.error(str(error))
    if asked.command == "docs":
        with engine.DataDocs(asked.out):
            _findings(session, day)
        print(asked.out / "index.html")
        return 0
    findings = _findings(session, day)
    for finding in findings:
        if finding.is_success is False and finding.severity != "info":
            print(f"{finding.severity:8}  {finding.message}")
    return 1 if run.critical(findings) else 0


def _findings(session: duckdb.DuckDBPyConnection, day: date) -> list[run.Finding]:
    return [finding for domain in DOMAINS for finding in run.guard(session, domain, day)]


def as_of_day(session: duckdb.DuckDBPyConnection) -> date:
    """Return the day that a build on these inputs would stand on, with the project's settings."""
    settings = yaml.safe_load((run.ROOT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    return inputs.as_of(
        session,
        settings["as_of_date"],
        float(settings["as_of_min_volume_share"]),
        int(settings["as_of_median_days"]),
    ).on


if __name__ == "__main__":
    raise SystemExit(main())
