"""Draws the README's picture from the built marts: `python -m plr.picture`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import duckdb

OUT = Path(__file__).resolve().parent / "demo" / "ledger.png"
KINDS = {
    "new_mrr": ("new", "#1b6ca8"),
    "expansion_mrr": ("expansion", "#4fa3d1"),
    "price_mrr": ("price", "#a9d3ea"),
    "reactivation_mrr": ("reactivation", "#7f9f5f"),
    "contraction_mrr": ("contraction", "#e0a458"),
    "churn_mrr": ("churn", "#b8432f"),
}


def draw(warehouse: str, out: Path) -> None:
    """Write the monthly ARR bridge above net and gross revenue retention as a PNG.

    warehouse: a DuckDB file with the schema marts; raises duckdb.Error where it is not built.
    """
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    with duckdb.connect(warehouse, read_only=True) as connection:
        sums = ", ".join(f"12 * sum({name}) / 1e6 as {name}" for name in KINDS)
        bridge = connection.execute(
            f"select month, {sums} from marts.fct_account_mrr_months group by month order by month"
        ).df()
        retention = connection.execute(
            "select month, nrr, grr from marts.rpt_retention where segment = 'all' order by month"
        ).df()
    figure, (upper, lower) = pyplot.subplots(
        2, 1, figsize=(9, 5.6), sharex=True, height_ratios=[2, 1], constrained_layout=True
    )
    above = below = 0.0
    for name, (label, colour) in KINDS.items():
        values = bridge[name]
        base = above if values.max() > 0 else below
        upper.bar(bridge["month"], values, bottom=base, width=24, label=label, color=colour)
        if values.max() > 0:
            above = above + values
        else:
            below = below + values
    upper.set_ylim(1.1 * below.min(), 1.2 * above.max())
    upper.axhline(0, color="#444444", linewidth=0.8)
    upper.set_ylabel("ARR moved in the month, $M")
    upper.legend(ncols=6, fontsize=8, frameon=False, loc="upper left")
    lower.plot(retention["month"], 100 * retention["nrr"], color="#1b6ca8", label="NRR")
    lower.plot(retention["month"], 100 * retention["grr"], color="#b8432f", label="GRR")
    lower.axhline(100, color="#bbbbbb", linewidth=0.8)
    lower.set_ylabel("retention over 12 months, %")
    lower.legend(fontsize=8, frameon=False, loc="lower left")
    for axis in (upper, lower):
        axis.spines[["top", "right"]].set_visible(False)
    figure.savefig(out, dpi=110, metadata={"Software": None})


if __name__ == "__main__":
    draw(os.environ.get("PLR_WAREHOUSE", "build/plr.duckdb"), OUT)
    print(f"drawn: {OUT}")
    sys.exit(0)
