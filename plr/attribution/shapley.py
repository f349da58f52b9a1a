"""Shapley values of a game given by the worth of every coalition, and the worths of journeys.

A coalition is a set of channels, written as a whole number whose bit i says that channel i is in
it. A journey belongs to the coalition of its distinct channels, whatever their order or number. Two
worths are taken from journeys:

- conversion rate: of the journeys that touched nothing outside the coalition, the share that
  converted; 0 for the empty one, and where there is no such journey. The grand coalition is worth
  the conversion rate of all. Its Shapley value is the one called ``shapley`` in this project.
- conversions: how many of those journeys converted. The Shapley value of this game is the
  ``unique_set`` form ("simplified Shapley"): each conversion is shared equally among the distinct
  channels of its journey. It never looks at a journey that did not convert.

Exact values cost 2^players steps, so the number of players is limited. Sources: Shapley (1953), A
value for n-person games; Zhao, Mahboobi and Bagheri (2018), Shapley value methods for attribution
modeling (for the unique-set form).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import factorial

import duckdb
import numpy as np
from numpy.typing import NDArray

from plr.attribution.journeys import Journeys

# A million coalitions; each player more doubles them.
MAX_PLAYERS = 20
# Bits of a whole number that a set may take, when no table of all coalitions is made.
MAX_CHANNELS = 63


@dataclass(frozen=True)
class Coalitions:
    """The sets of distinct channels that were met, and how often journeys of each were made.

    masks: shape (coalitions,), each once, ascending; conversions, nulls: shape (coalitions,).
    """

    channels: tuple[str, ...]
    masks: NDArray[np.int64]
    conversions: NDArray[np.float64]
    nulls: NDArray[np.float64]


def shapley_values(worths: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each player's value, shape (players,), from worths of shape (2^players,).

    worths[m] is the worth of the coalition m. The values sum to the worth of all players less that
    of none. Raises ValueError where the length is no power of two, or beyond ``MAX_PLAYERS``.
    """
    worths = np.asarray(worths, dtype=np.float64)
    players = _players(len(worths))
    sizes = np.bitwise_count(np.arange(len(worths), dtype=np.int64))
    # Share of the orders in which exactly a coalition of this size comes before the player.
    shares = np.array(
        [
            factorial(size) * factorial(players - size - 1) / factorial(players)
            for size in range(players)
        ]
    )
    values = np.empty(players)
    for player in range(players):
        pairs = worths.reshape(-1, 2, 1 << player)
        without = sizes.reshape(-1, 2, 1 << player)[:, 0]
        values[player] = np.sum(shares[without] * (pairs[:, 1] - pairs[:, 0]))
    return values


def coalitions(journeys: Journeys) -> Coalitions:
    """Gather journeys by their set of distinct channels.

    Raises ValueError beyond ``MAX_CHANNELS`` channels.
    """
    if len(journeys.channels) > MAX_CHANNELS:
        raise ValueError(f"{len(journeys.channels)} channels, at most {MAX_CHANNELS} fit a set")
    if not len(journeys.starts):
        none = np.zeros(0)
        return Coalitions(journeys.channels, np.zeros(0, dtype=np.int64), none, none)
    touched = np.left_shift(np.int64(1), journeys.codes)
    sets = np.bitwise_or.reduceat(touched, journeys.starts)
    masks, place = np.unique(sets, return_inverse=True)
    return Coalitions(
        journeys.channels,
        masks,
        np.bincount(place, journeys.conversions, len(masks)),
        np.bincount(place, journeys.nulls, len(masks)),
    )


def read(session: duckdb.DuckDBPyConnection, touches: str) -> Coalitions:
    """Gather the journeys of a relation by their set of distinct channels.

    touches is SQL that may stand after ``from``, with the columns journey_id, channel and
    is_converted (the same for all touches of a journey). A game asks for no order, so none is made.
    Raises ValueError beyond ``MAX_CHANNELS`` channels.
    """
    found = session.sql(f"select distinct channel from {touches} order by channel").fetchall()
    names = tuple(name for (name,) in found)
    if len(names) > MAX_CHANNELS:
        raise ValueError(f"{len(names)} channels, at most {MAX_CHANNELS} fit a set")
    met = session.execute(
        f"""
        with touches as (select journey_id, channel, is_converted from {touches}),
        codes as (
            select channel, cast(row_number() over (order by channel) - 1 as bigint) as code
            from (select unnest($channels) as channel)
        ),
        journeys as (
            select
                journey_id,
                bit_or(cast(1 as bigint) << code) as mask,
                bool_or(is_converted) as is_converted
            from touches
            inner join codes on touches.channel = codes.channel
            group by journey_id
        )
        select
            mask,
            cast(count(case when is_converted then 1 end) as double) as conversions,
            cast(count(case when not is_converted then 1 end) as double) as nulls
        from journeys
        group by mask
        order by mask
        """,
        {"channels": list(names)},
    ).fetchnumpy()
    return Coalitions(names, met["mask"], met["conversions"], met["nulls"])


def conversion_rates(met: Coalitions) -> NDArray[np.float64]:
    """Return the worth of every coalition as a conversion rate, shape (2^channels,).

    Raises ValueError beyond ``MAX_PLAYERS`` channels.
    """
    converted = conversion_counts(met)
    made = _summed_over_subsets(met, met.conversions + met.nulls)
    return np.divide(converted, made, out=np.zeros(len(made)), where=made > 0)


def conversion_counts(met: Coalitions) -> NDArray[np.float64]:
    """Return the worth of every coalition as a number of conversions, shape (2^channels,).

    Raises ValueError beyond ``MAX_PLAYERS`` channels.
    """
    return _summed_over_subsets(met, met.conversions)


def unique_set(met: Coalitions) -> NDArray[np.float64]:
    """Return conversions shared equally among the distinct channels of each, shape (channels,).

    This is the Shapley value of ``conversion_counts``, in one pass and for any number of channels.
    """
    each = met.conversions / np.bitwise_count(met.masks)
    return np.array(
        [each[(met.masks >> channel) & 1 == 1].sum() for channel in range(len(met.channels))]
    )


def _players(length: int) -> int:
    players = length.bit_length() - 1
    if length < 1 or length != 1 << players:
        raise ValueError(f"{length} worths are no game: there are 2^players coalitions")
    if players > MAX_PLAYERS:
        raise ValueError(f"{players} players, at most {MAX_PLAYERS} are exact in reasonable time")
    return players


def _summed_over_subsets(met: Coalitions, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum, for every coalition, the weights of the sets that lie within it."""
    if len(met.channels) > MAX_PLAYERS:
        raise ValueError(f"{len(met.channels)} channels, at most {MAX_PLAYERS} are exact")
    sums = np.zeros(1 << len(met.channels))
    sums[met.masks] = weights
    for channel in range(len(met.channels)):
        pairs = sums.reshape(-1, 2, 1 << channel)
        pairs[:, 1] += pairs[:, 0]
    return sums
