"""The demo company: a simulated hybrid sales-led software company with planted truth.

``write(out, truth, scale)`` writes the exports of the company (every table of the input contract)
and, apart from them, what truly happened. Truth is decided by scripts before any export is written;
nothing here knows the warehouse that will read the exports.
"""

from plr.demo.company import simulate, write
from plr.demo.scale import STANDARD_SEEDS, Scale, small

__all__ = ["STANDARD_SEEDS", "Scale", "simulate", "small", "write"]
