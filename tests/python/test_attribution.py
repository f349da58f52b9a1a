"""Removal effects and Shapley values: published cases, brute force, and a second implementation."""

from __future__ import annotations

from itertools import permutations

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plr.attribution import effects, journeys, markov, shapley
from plr.attribution.journeys import Journeys, of_paths

EXACT = 1e-9
Path = tuple[tuple[str, ...], float, float]

THREE: list[Path] = [(("C1", "C2", "C3"), 1, 0), (("C1",), 0, 1), (("C2", "C3"), 0, 1)]
MAILING: list[Path] = [(("Google",), 2, 1), (("Mailing",), 1, 0), (("Google", "Mailing"), 1, 0)]

paths = st.lists(
    st.tuples(
        st.lists(st.sampled_from("abcd"), min_size=1, max_size=6).map(tuple),
        st.integers(0, 5).map(float),
        st.integers(0, 5).map(float),
    ),
    min_size=1,
    max_size=12,
).filter(lambda drawn: sum(conversions for _, conversions, _ in drawn) > 0)

games = st.integers(1, 5).flatmap(
    lambda players: st.lists(st.floats(-5, 5), min_size=2**players, max_size=2**players)
)


def test_markov_of_three_channels_as_published() -> None:
    """P = 1/3; removal 1/2, 1, 1; credit 0.2, 0.4, 0.4."""
    found = markov.removal(markov.chain(of_paths(THREE)))
    assert found.conversion_probability == pytest.approx(1 / 3, abs=EXACT)
    assert found.effects == pytest.approx([0.5, 1, 1], abs=EXACT)
    assert found.shares() == pytest.approx([0.2, 0.4, 0.4], abs=EXACT)


def test_markov_of_google_and_mailing_as_published() -> None:
    """P = 0.8; removal 0.75 and 0.50; of four conversions 2.4 and 1.6."""
    found = markov.removal(markov.chain(of_paths(MAILING)))
    assert found.conversion_probability == pytest.approx(0.8, abs=EXACT)
    assert found.effects == pytest.approx([0.75, 0.5], abs=EXACT)
    assert 4 * found.shares() == pytest.approx([2.4, 1.6], abs=EXACT)


def test_shapley_of_the_published_game() -> None:
    """F .455, O .205, L .340 of a game of three."""
    worths = np.zeros(8)
    for players, worth in {
        "F": 0.20, "O": 0.10, "L": 0.17, "FO": 0.47, "FL": 0.67, "OL": 0.27, "FOL": 1.0,
    }.items():  # fmt: skip
        worths[sum(1 << "FOL".index(player) for player in players)] = worth
    assert shapley.shapley_values(worths) == pytest.approx([0.455, 0.205, 0.340], abs=EXACT)


@given(games)
@settings(deadline=None)
def test_shapley_is_the_mean_over_all_orders_of_arrival(drawn: list[float]) -> None:
    """Against every permutation; and the values share out the whole worth."""
    worths = np.array(drawn)
    players = len(drawn).bit_length() - 1
    brute = np.zeros(players)
    orders = list(permutations(range(players)))
    for order in orders:
        before = 0
        for player in order:
            brute[player] += worths[before | 1 << player] - worths[before]
            before |= 1 << player
    values = shapley.shapley_values(worths)
    assert values == pytest.approx(brute / len(orders), abs=1e-9)
    assert values.sum() == pytest.approx(worths[-1] - worths[0], abs=1e-9)


def slow_removal(journeys: list[Path], without: str | None) -> float:
    """Return the chance of a conversion, step by step, with one channel leading nowhere.

    A second implementation that shares nothing: counts in dictionaries, and the chance from each
    state by repeating the transitions until nothing moves.
    """
    counts: dict[str, dict[str, float]] = {}
    for path, conversions, nulls in journeys:
        steps = ["(start)", *path]
        for here, there in zip(steps, steps[1:], strict=False):
            counts.setdefault(here, {}).setdefault(there, 0.0)
            counts[here][there] += conversions + nulls
        ends = counts.setdefault(steps[-1], {})
        ends["(conversion)"] = ends.get("(conversion)", 0.0) + conversions
        ends["(null)"] = ends.get("(null)", 0.0) + nulls
    chance = dict.fromkeys(counts, 0.0) | {"(conversion)": 1.0, "(null)": 0.0}
    for _ in range(20_000):
        moved = 0.0
        for state, nexts in counts.items():
            total = sum(nexts.values())
            new = 0.0
            if state != without and total:
                new = sum(n / total * chance.get(to, 0.0) for to, n in nexts.items())
            moved = max(moved, abs(new - chance[state]))
            chance[state] = new
        if moved < 1e-13:
            break
    return chance["(start)"]


@given(paths)
@settings(deadline=None, max_examples=60)
def test_removal_effects_agree_with_a_second_implementation(drawn: list[Path]) -> None:
    """Random sets of paths, loops and repeated touches included."""
    made = [path for path in drawn if path[1] + path[2] > 0]
    journeys = of_paths(made)
    found = markov.removal(markov.chain(journeys))
    whole = slow_removal(made, None)
    assert found.conversion_probability == pytest.approx(whole, abs=1e-8)
    for channel, effect in zip(journeys.channels, found.effects, strict=True):
        assert effect == pytest.approx(1 - slow_removal(made, channel) / whole, abs=1e-7)


@given(paths)
@settings(deadline=None, max_examples=60)
def test_the_order_of_journeys_changes_nothing(drawn: list[Path]) -> None:
    """Effects of journeys in reverse are the same, for chain and game."""
    one, two = effects.of_journeys(of_paths(drawn)), effects.of_journeys(of_paths(drawn[::-1]))
    assert [(e.attribution_model, e.touch_type) for e in one] == [
        (e.attribution_model, e.touch_type) for e in two
    ]
    assert [e.effect for e in one] == pytest.approx([e.effect for e in two], abs=1e-9)


@given(paths)
@settings(deadline=None, max_examples=60)
def test_unique_set_shares_out_every_conversion(drawn: list[Path]) -> None:
    """The simplified form is the Shapley value of the game of conversions."""
    met = shapley.coalitions(of_paths(drawn))
    shared = shapley.unique_set(met)
    assert shared.sum() == pytest.approx(sum(c for _, c, _ in drawn), abs=1e-9)
    assert shared == pytest.approx(shapley.shapley_values(shapley.conversion_counts(met)), abs=1e-9)


@given(paths)
@settings(deadline=None, max_examples=40)
def test_sets_read_from_touches_are_those_of_the_journeys(drawn: list[Path]) -> None:
    """A relation of touches, in any order and with repeats, gives the sets of its paths."""
    rows = [
        (number, place, channel, is_converted)
        for number, (channels, is_converted) in enumerate(
            (channels, is_converted)
            for channels, conversions, nulls in drawn
            for is_converted in [True] * int(conversions) + [False] * int(nulls)
        )
        for place, channel in enumerate(channels)
    ]
    with duckdb.connect() as session:
        session.execute(
            "create table touches"
            " (journey_id integer, touched_at integer, channel varchar, is_converted boolean)"
        )
        session.executemany("insert into touches values (?, ?, ?, ?)", rows[::-1])
        met = shapley.read(session, "touches")
        same = shapley.coalitions(journeys.read(session, "touches"))
    for one in (same, shapley.coalitions(of_paths(made(drawn)))):
        assert met.channels == one.channels
        assert met.masks.tolist() == one.masks.tolist()
        assert met.conversions.tolist() == one.conversions.tolist()
        assert met.nulls.tolist() == one.nulls.tolist()


def made(drawn: list[Path]) -> list[Path]:
    """Return the paths that were travelled at all; only those leave touches."""
    return [path for path in drawn if path[1] + path[2]]


def test_a_chain_remembers_as_many_touches_as_its_order() -> None:
    """With an order as long as the paths, removal loses the paths that touch it."""
    found = markov.removal(markov.chain(of_paths(MAILING), order=2))
    assert found.effects == pytest.approx([1 - 1 / 4, 1 - 2 / 4], abs=EXACT)


def test_where_nothing_converted_nothing_is_said() -> None:
    """No effect and the reason; no journey, no row."""
    silent = effects.of_journeys(of_paths([(("a", "b"), 0, 3)]))
    assert {(e.effect, e.reason) for e in silent} == {(None, "no journey of 1 converted")}
    nothing = Journeys((), np.zeros(0, int), np.zeros(0, int), np.zeros(0), np.zeros(0))
    assert effects.of_journeys(nothing) == []


def test_journeys_are_read_from_text_ids_and_from_no_touch_at_all() -> None:
    """A company without a single touch has no journeys; ids are text in the warehouse."""
    with duckdb.connect() as session:
        session.execute(
            "create table touches"
            " (journey_id varchar, touched_at timestamp, channel varchar, is_converted boolean)"
        )
        assert journeys.read(session, "touches").codes.tolist() == []
        session.execute(
            "insert into touches values ('b', '2025-01-02', 'y', true),"
            " ('a', '2025-01-05', 'y', false), ('b', '2025-01-01', 'x', true)"
        )
        found = journeys.read(session, "touches")
    assert (found.channels, found.codes.tolist()) == (("x", "y"), [1, 0, 1])
    assert (found.starts.tolist(), found.conversions.tolist()) == ([0, 1], [0.0, 1.0])


def test_too_many_kinds_for_an_exact_game_are_refused() -> None:
    """The game says why; the chain still answers."""
    many = of_paths([((f"c{n:02}",), 1, 1) for n in range(shapley.MAX_PLAYERS + 1)])
    found = effects.of_journeys(many)
    assert all(e.effect is None for e in found if e.attribution_model == "shapley")
    assert all(e.effect is not None for e in found if e.attribution_model == "markov")
