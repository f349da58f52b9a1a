"""The thresholds on the methods pages, taken from the seeds so that text cannot drift from them.

A page is ``models/marts/failure_modes/<failure mode>.md``. What stands between its two marks is
written by ``python -m plr.generate``: one row per parameter of the mode with its default, unit,
basis, and whether its change by a quarter is judged in every build or by a command.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

BEGIN, END = "<!-- thresholds: from the seeds -->", "<!-- end of thresholds -->"
SWEPT = {"build": "every build", "command": "command", "": "no"}


def thresholds(
    failure_mode: str,
    prefix: str,
    parameters: Sequence[Mapping[str, str]],
    swept: Sequence[Mapping[str, str]],
) -> str:
    """Return the table of one mode as Markdown.

    prefix: first letters of its parameters, without the underscore. parameters and swept are the
    rows of the seeds ``parameters`` and ``swept_parameters``.
    """
    swept_in = {
        row["parameter"]: row["swept_in"] for row in swept if row["failure_mode"] == failure_mode
    }
    lines = [
        "| parameter | default | unit | what it does | basis | swept by a quarter |",
        "|---|---|---|---|---|---|",
    ]
    for row in parameters:
        name = row["parameter"]
        if not name.startswith(f"{prefix}_") and name not in swept_in:
            continue
        cells = (
            f"`{name}`",
            row["value"],
            row["unit"],
            row["description"].replace("|", "/"),
            row["basis"],
            SWEPT[swept_in.get(name, "")],
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def pages(root: Path) -> dict[Path, str]:
    """Return the text of every methods page with today's thresholds between its marks.

    Raises ValueError for a page without marks and FileNotFoundError for a mode without a page.
    """
    seeds = {
        name: _rows(root / "seeds" / f"{name}.csv")
        for name in ("failure_modes", "parameters", "swept_parameters")
    }
    out = {}
    for mode in seeds["failure_modes"]:
        name = mode["failure_mode"]
        path = root / "models" / "marts" / "failure_modes" / f"{name}.md"
        text = path.read_text(encoding="utf-8")
        if text.count(BEGIN) != 1 or text.count(END) != 1:
            raise ValueError(f"{path}: needs one {BEGIN} and one {END}")
        before, rest = text.split(BEGIN)
        after = rest.split(END)[1]
        table = thresholds(
            name, mode["rule_prefix"], seeds["parameters"], seeds["swept_parameters"]
        )
        out[path] = f"{before}{BEGIN}\n\n{table}\n\n{END}{after}"
    return out


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
