"""Draws the README's pictures from the built marts: `python -m plr.picture`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import duckdb

OUT = Path(__file__).resolve().parent / "demo" / "ledger.png"
PATTERNS = Path(__file__).resolve().parent / "demo" / "patterns.png"
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


def draw_patterns(warehouse: str, out: Path) -> None:
    """Write what each failure mode costs a year, and its severity by month, as a PNG.

    warehouse: a DuckDB file with the schema marts; raises duckdb.Error where it is not built.
    """
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    with duckdb.connect(warehouse, read_only=True) as connection:
        read = connection.execute(
            """
            select as_of_month, failure_mode, failure_mode_name, is_present, is_validated, severity,
                cast(impact_gm as double) / 1000 as gm, cast(impact_low as double) / 1000 as low,
                cast(impact_high as double) / 1000 as high
            from marts.rpt_pattern_read
            where segment = 'all'
            order by as_of_month, failure_mode
            """
        ).df()
    last = read[read["as_of_month"] == read["as_of_month"].max()].sort_values("gm")
    figure, (left, right) = pyplot.subplots(
        1, 2, figsize=(11, 4.2), width_ratios=[3, 2], constrained_layout=True
    )
    colours = ["#1b6ca8" if present else "#c9d3db" for present in last["is_present"]]
    left.barh(last["failure_mode_name"], last["gm"], color=colours)
    known = last.dropna(subset=["low", "high"])
    left.hlines(known["failure_mode_name"], known["low"], known["high"], color="#333333", lw=1.4)
    unproven = last["is_validated"].map(lambda valid: valid is False)
    for name, gm, high, is_unproven in zip(
        last["failure_mode_name"], last["gm"], last["high"], unproven, strict=True
    ):
        badge = "  not validated" if is_unproven else ""
        left.text(max(gm, high), name, f"  {gm:,.0f}{badge}", va="center", fontsize=8)
    left.set_xlabel("gross-margin dollars a year, thousands; 80 % interval; pale: does not hold")
    left.margins(x=0.28)
    names = read.pivot(index="as_of_month", columns="failure_mode_name", values="severity")
    for name in last["failure_mode_name"][::-1]:
        right.plot(names.index, names[name], label=name, lw=1.5)
    for level, label in ((20, "watch"), (40, "moderate"), (60, "high"), (80, "critical")):
        right.axhline(level, color="#dddddd", lw=0.8, zorder=0)
        right.text(
            1.01, level, label, fontsize=7, color="#888888", va="center",
            transform=right.get_yaxis_transform(),
        )  # fmt: skip
    right.set_ylim(0, 100)
    right.set_ylabel("severity")
    right.tick_params(axis="x", labelrotation=30, labelsize=8)
    right.legend(fontsize=7, frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)
    for axis in (left, right):
        axis.spines[["top", "right"]].set_visible(False)
    figure.savefig(out, dpi=110, metadata={"Software": None})


if __name__ == "__main__":
    built = os.environ.get("PLR_WAREHOUSE", "build/plr.duckdb")
    draw(built, OUT)
    draw_patterns(built, PATTERNS)
    print(f"drawn: {OUT}, {PATTERNS}")
    sys.exit(0)
