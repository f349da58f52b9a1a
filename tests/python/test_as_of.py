"""Which day a build stands on (plr/as_of.py)."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pytest

from plr import as_of, inputs

START = date(2026, 1, 1)


def history(days: int, events: int = 100) -> dict[date, int]:
    """Return an even history of events per day."""
    return {START + timedelta(days=n): events for n in range(days)}


def find(events, asked=None, billing=None):
    """Call the rule with its default settings."""
    return as_of.find(asked, events, billing, min_volume_share=0.2, median_days=28)


def test_the_last_full_day_is_the_day():
    """An even history ends on its last day."""
    assert find(history(60)).on == START + timedelta(days=59)


def test_a_day_that_has_hardly_begun_does_not_count():
    """A last day at 19 % of the median is left out; at 20 % it counts."""
    events = history(60)
    events[START + timedelta(days=60)] = 19
    assert find(events).on == START + timedelta(days=59)
    events[START + timedelta(days=60)] = 20
    assert find(events).on == START + timedelta(days=60)


@pytest.mark.parametrize("stray", [1, 2, 10])
def test_rows_dated_2099_move_nothing(stray):
    """Stray rows far away never make the day, not even several of them in a row."""
    events = history(60)
    for n in range(stray):
        events[date(2099, 1, 1) + timedelta(days=n)] = 1
    assert find(events).on == START + timedelta(days=59)


def test_weekends_without_events_do_not_end_history():
    """Days without events count as zero in the median and are never the day."""
    events = {d: n for d, n in history(60).items() if d.weekday() < 5}
    assert find(events).on == max(events)


def test_a_short_history_is_judged_by_its_own_median():
    """Five days of history are enough."""
    assert find(history(5)).on == START + timedelta(days=4)


def test_without_events_billing_says_the_day():
    """The basis is named."""
    found = find({}, billing=date(2025, 5, 31))
    assert (found.on, found.basis) == (date(2025, 5, 31), "billing")


def test_the_asked_day_wins():
    """Schedulers pass the day."""
    assert find(history(60), asked=date(2025, 1, 1)).on == date(2025, 1, 1)


def test_nothing_to_tell_the_day_by_is_an_error_that_says_what_to_do():
    """No guess is made."""
    with pytest.raises(ValueError, match="as_of_date"):
        find({})


def test_a_folder_that_is_not_there_is_named(tmp_path, monkeypatch) -> None:
    """A misspelt PLR_INPUTS is an error of its own, not a company without tables."""
    monkeypatch.setenv("PLR_INPUTS", str(tmp_path / "exprots"))
    with (
        duckdb.connect() as session,
        pytest.raises(ValueError, match="exprots, which is no folder"),
    ):
        inputs.as_of(session, date(2026, 6, 30), 0.2, 28)
