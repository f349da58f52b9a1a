"""``python -m plr.demo write --out FOLDER --truth FOLDER``: write the demo company."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from plr.demo.company import write
from plr.demo.scale import MODES, Scale

HERE = Path(__file__).parent


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and write the company."""
    base = Scale()
    parser = argparse.ArgumentParser(prog="python -m plr.demo", description=__doc__)
    command = parser.add_subparsers(dest="command", required=True).add_parser("write")
    command.add_argument("--out", type=Path, default=HERE / "inputs")
    command.add_argument("--truth", type=Path, default=HERE / "truth")
    command.add_argument("--accounts", type=int, default=base.accounts)
    command.add_argument("--workspaces", type=int, default=base.workspaces)
    command.add_argument("--months", type=int, default=base.months)
    command.add_argument("--events-per-day", type=int, default=base.events_per_day)
    command.add_argument("--seed", type=int, default=base.seed)
    command.add_argument("--end-date", type=date.fromisoformat, default=base.end_date)
    command.add_argument("--logging", type=float, default=base.logging)
    command.add_argument("--patterns", nargs="*", choices=MODES, help="modes that hold")
    a = parser.parse_args(arguments)
    patterns = None if a.patterns is None else frozenset(a.patterns)
    scale = Scale(
        a.accounts, a.workspaces, a.months, a.events_per_day, a.seed, a.end_date, a.logging,
        patterns,
    )  # fmt: skip
    write(a.out, a.truth, scale)
    print(f"wrote {len(list(a.out.glob('*.parquet')))} tables to {a.out}, truth to {a.truth}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
