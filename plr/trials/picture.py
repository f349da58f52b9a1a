"""The reliability picture: how sure the ledger said it was, and how often it was right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from plr.trials.measure import Band

OUT = Path(__file__).with_name("reliability.png")


def draw(bands: Sequence[Band], title: str, out: Path) -> None:
    """Write stated confidence against observed share, with 95 % intervals, as a PNG."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(
        1, 2, figsize=(9, 4.2), width_ratios=[3, 2], constrained_layout=True
    )
    left.plot([0, 1], [0, 1], color="#bbbbbb", linewidth=0.8, zorder=0)
    for band in bands:
        low, high = band.interval
        left.plot([band.stated] * 2, [low, high], color="#1b6ca8", linewidth=1.6)
        left.plot(band.stated, band.observed, "o", color="#1b6ca8", markersize=5)
    floor = max(0.0, min(min(b.stated, b.interval[0]) for b in bands) - 0.06)
    left.set_xlim(floor, 1.01)
    left.set_ylim(floor, 1.01)
    left.set_xlabel("stated confidence (mean of the band)")
    left.set_ylabel("share that was right, with 95 % interval")
    left.set_title(title, fontsize=9, loc="left")
    names = [band.name for band in bands]
    right.barh(names, [band.events for band in bands], color="#a9d3ea")
    for place, band in enumerate(bands):
        right.text(band.events, place, f" {band.events:,}", va="center", fontsize=8)
    right.set_xscale("log")
    right.set_xlim(right.get_xlim()[0], 4 * max(band.events for band in bands))
    right.set_xlabel("events judged (log scale)")
    right.set_ylabel("confidence band")
    for axis in (left, right):
        axis.spines[["top", "right"]].set_visible(False)
    figure.savefig(out, dpi=110, metadata={"Software": None})
    pyplot.close(figure)
