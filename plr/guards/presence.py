"""Which input tables are there, and their rows, counted before anything reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from plr import contract, inputs

ROOT = Path(__file__).resolve().parent.parent.parent


def rows(session: Any, domain: str) -> pd.DataFrame:
    """Return one row per input table of the domain."""
    out = []
    for table in contract.load(ROOT).values():
        if table.domain != domain:
            continue
        found = inputs.find(session, table.name)
        count = 0
        if found is not None and not found.problem:
            count = session.execute(f"select count(*) from {found.relation}").fetchall()[0][0]
        out.append(
            (table.name, "table_is_present", "warning", found is not None, 0, count) + (None,) * 3
        )
    return pd.DataFrame(
        out,
        columns=[
            "input_table",
            "expectation",
            "severity",
            "is_success",
            "unexpected_count",
            "row_count",
            "example",
            "checked_as_of",
            "message",
        ],
    ).astype({"example": "string", "message": "string", "checked_as_of": "datetime64[us]"})
