"""Parse with every deprecation as an error, those of the JSON schemas included.

dbt validates YAML against its JSON schemas only for some adapters; duckdb is not one of them. The
list of them is a private attribute of dbt, so this is a script of its own, used by the checks
alone; a test says when the attribute is gone.

``python -m plr.checks.strict_parse`` exits as dbt does: 0 clean, 1 or 2 otherwise.
"""

from __future__ import annotations

import sys

import dbt.jsonschemas.jsonschemas as schemas
from dbt.cli.main import cli

ARGUMENTS = (
    "--show-all-deprecations",
    "--warn-error-options",
    '{"error": "all"}',
    "parse",
    "--no-partial-parse",
)


def enable_schema_checks() -> None:
    """Add duckdb to the adapters whose YAML dbt validates; AttributeError once dbt renames it."""
    schemas._JSONSCHEMA_SUPPORTED_ADAPTERS.add("duckdb")


def main(arguments: list[str]) -> None:
    """Run dbt's command line on the strict arguments and whatever follows; exits with its code."""
    enable_schema_checks()
    cli([*ARGUMENTS, *arguments])


if __name__ == "__main__":
    main(sys.argv[1:])
