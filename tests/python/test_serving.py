"""Time behind a ledger line is shared by weight, and no piece of work is longer than a day."""

from __future__ import annotations

import pytest

from plr.demo.serving import LONGEST, hourly_rate, shared


def test_time_is_shared_by_weight() -> None:
    """Nothing is at its longest: the parts stand as the weights do."""
    assert shared([1, 3], 400) == [100, 300]


def test_what_is_too_long_goes_to_others_or_is_left() -> None:
    """The heavy piece is cut, the light one takes more, and the rest is nobody's."""
    assert shared([9, 1], 2000) == [LONGEST, pytest.approx(2000 - LONGEST)]
    assert shared([9, 1], 5000) == [LONGEST, LONGEST]


def test_nothing_is_shared_among_nobody() -> None:
    """A month without recorded work."""
    assert shared([], 500) == []


def test_rates_rise_by_the_year() -> None:
    """The rate of the first year is the stated one."""
    assert hourly_rate("support", 2023) == 52
    assert hourly_rate("support", 2024) == 53.82
