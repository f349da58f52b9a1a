"""Reproduces the published figures of exports that nobody made for this project:
`python -m plr.real_data [NAME ...]` (make real-data).

For each export: its files are mapped to the input contract, `dbt build` builds the project on
them, and every figure is read from the warehouse and held against the published one. The data lies
outside the project, one folder per export, in `../shared/data` or where PLR_PEER_DATA says.
Exit code 0 where every figure agrees, 1 where one differs or a build fails, 2 without the data.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

import duckdb

from plr.map_inputs import MappingError, map_inputs
from plr.real_figures import EXPORTS, LAWS, Check, Export

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Figure:
    """One published figure and what the warehouse says, both as text."""

    label: str
    expected: str
    got: str

    @property
    def is_ok(self) -> bool:
        """Whether both are the same."""
        return self.expected == self.got


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder that holds the exports, whether it is there or not."""
    return Path(environment.get("PLR_PEER_DATA") or ROOT.parent / "shared" / "data")


def build(export: Export, source: Path, work: Path) -> Path:
    """Map an export and build the project on it; return the warehouse.

    source: the folder with the export's files. work: holds inputs, warehouse and logs afterwards.
    Raises MappingError where the mapping fails, RuntimeError with dbt's words where the build does.
    """
    inputs, warehouse = work / "inputs", work / "warehouse.duckdb"
    map_inputs(export.name, source, inputs)
    warehouse.unlink(missing_ok=True)
    dbt = Path(sys.executable).parent / "dbt"
    command = [str(dbt) if dbt.exists() else "dbt", "build", "--quiet"]
    if export.variables:
        command += ["--vars", json.dumps(dict(export.variables))]
    environment = os.environ | {
        "PLR_INPUTS": str(inputs.resolve()),
        "PLR_WAREHOUSE": str(warehouse.resolve()),
        "PLR_SALT": "published exports hold no addresses",
        "DBT_TARGET_PATH": str((work / "target").resolve()),
        "DBT_LOG_PATH": str((work / "logs").resolve()),
    }
    run = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode != 0:
        raise RuntimeError(f"dbt build of {export.name} failed:\n{run.stdout}{run.stderr}")
    return warehouse


def written(value: Any, like: str) -> str:
    """Return a value as text in as many decimals as the expected text has; nothing is 'nothing'."""
    if value is None:
        return "nothing"
    if isinstance(value, bool | str):
        return str(value)
    decimals = len(like.partition(".")[2])
    number = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)
    return f"{number if number else abs(number):f}"


def read(session: duckdb.DuckDBPyConnection, checks: Iterable[Check]) -> list[Figure]:
    """Return the figures of some checks in order; a query without a row gives 'nothing'."""
    figures = []
    for check in checks:
        row = session.execute(check.query).fetchone() or (None,) * len(check.expected)
        figures += [
            Figure(label, expected, written(value, expected))
            for (label, expected), value in zip(check.expected.items(), row, strict=True)
        ]
    return figures


def reproduce(export: Export, source: Path, work: Path) -> list[Figure]:
    """Map, build and read one export; return its figures, the laws of the ledger among them."""
    warehouse = build(export, source, work)
    with duckdb.connect(str(warehouse), read_only=True) as session:
        return read(session, (*export.checks, *LAWS))


def table(figures: list[Figure]) -> str:
    """Return figures as a table of text: figure, expected, got, ok."""
    rows = [("figure", "expected", "got", "ok")]
    rows += [(f.label, f.expected, f.got, "yes" if f.is_ok else "NO") for f in figures]
    wide, *others = (max(len(row[i]) for row in rows) for i in range(4))
    return "\n".join(
        f"{row[0]:<{wide}}  " + "  ".join(f"{row[i + 1]:>{w}}" for i, w in enumerate(others))
        for row in rows
    )


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    asked = sys.argv[1:] if arguments is None else arguments
    known = {export.name: export for export in EXPORTS}
    unknown = [name for name in asked if name not in known]
    if unknown:
        print(f"no figures for {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    folder = data_folder()
    chosen = [known[name] for name in asked or known]
    absent = [export.name for export in chosen if not (folder / export.name).is_dir()]
    if absent:
        print(
            f"{folder} does not hold {', '.join(absent)}. Set PLR_PEER_DATA to the folder that has "
            "one folder per export.",
            file=sys.stderr,
        )
        return 2
    differences = failures = count = 0
    for export in chosen:
        print(f"\n{export.name}", flush=True)
        try:
            figures = reproduce(
                export, folder / export.name, ROOT / "build" / "real_data" / export.name
            )
        except (MappingError, RuntimeError) as error:
            print(error)
            failures += 1
            continue
        print(table(figures), flush=True)
        count += len(figures)
        differences += sum(not figure.is_ok for figure in figures)
    print(f"\n{count} figures, {differences} differ; {failures} of {len(chosen)} exports failed")
    return 1 if differences or failures else 0


if __name__ == "__main__":
    sys.exit(main())
