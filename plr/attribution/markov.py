"""Removal effects of an absorbing Markov chain, by one factorisation.

A journey enters at its first touch, moves from touch to touch, and ends in a conversion or without
one. Removing a channel sends every step into it to the end without a conversion. Its effect is the
share of the chain's conversions that is lost. Of order k, a state is the last k touches (fewer at
the beginning of a journey), and a channel is removed by removing every state that ends in it.

With Q the moves between states, N = (I - Q)^-1 the expected visits, s the entries, c the
conversions from each state and S the states of a channel:

    P = s N c                                 probability of a conversion
    y = s N                                   expected visits to each state
    f = y_S (N_SS)^-1                         probability that S is first met in each of its states
    effect = f (N c)_S / P

which is what solving the chain anew without S would give, for all channels at once. For order 1, S
is one state and the inverse a division. Source of the model: Anderl et al. (2016), Mapping the
customer journey, International Journal of Research in Marketing 33.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse
from scipy.sparse.linalg import splu

from plr.attribution.journeys import Journeys

# Up to so many states the matrix is solved as a full one, beyond as a sparse one.
DENSE_STATES = 2048


@dataclass(frozen=True)
class Chain:
    """Transition probabilities over states; those of one state sum to 1 with its two ends.

    channels: the names; ``last`` holds, per state, the code of the channel that it ends in.
    entries: shape (states,), probability that a journey begins in the state.
    moves: shape (states, states), probability of the next state.
    converts: shape (states,), probability that the journey ends here in a conversion.
    """

    channels: tuple[str, ...]
    last: NDArray[np.int64]
    entries: NDArray[np.float64]
    moves: sparse.csr_array
    converts: NDArray[np.float64]


@dataclass(frozen=True)
class Removal:
    """What the chain says: its conversion probability, and the effect of removing each channel.

    effects: shape (channels,), 0 to 1; not a number where nothing converts.
    """

    conversion_probability: float
    effects: NDArray[np.float64]

    def shares(self) -> NDArray[np.float64]:
        """Return the effects as shares of their sum, shape (channels,)."""
        return self.effects / self.effects.sum()


def states(journeys: Journeys, order: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the state after each touch (touches,), and the last channel of each state (states,).

    Raises ValueError for an order below 1.
    """
    if order < 1:
        raise ValueError(f"the order of a chain is at least 1, not {order}")
    codes = journeys.codes
    state, last = codes, np.arange(len(journeys.channels))
    for _ in range(order - 1):
        before = np.empty_like(state)
        before[1:] = state[:-1] + 1
        before[journeys.starts] = 0  # nothing lies before the first touch
        pairs = before * len(journeys.channels) + codes
        found, state = np.unique(pairs, return_inverse=True)
        last = found % max(1, len(journeys.channels))
    return state, last


def chain(journeys: Journeys, order: int = 1) -> Chain:
    """Count the transitions of the journeys and return them as probabilities.

    A journey counts as often as it was made. Raises ValueError for an order below 1.
    """
    state, last = states(journeys, order)
    count = len(last)
    made = journeys.conversions + journeys.nulls
    weights = np.repeat(made, journeys.lengths)
    visits = np.bincount(state, weights, count)
    visits[visits == 0] = 1.0  # met only in journeys that were never made
    ends = journeys.starts + journeys.lengths - 1
    weights[ends] = 0.0  # after the last touch there is no move
    moves = _counted(state[:-1], state[1:], weights[:-1], count)
    converts = np.bincount(state[ends], journeys.conversions, count)
    share = sparse.diags_array(1.0 / visits)
    total = made.sum()
    entries = np.bincount(state[journeys.starts], made, count) / (total if total else 1.0)
    return Chain(journeys.channels, last, entries, (share @ moves).tocsr(), converts / visits)


def _counted(
    sources: NDArray[np.int64],
    targets: NDArray[np.int64],
    weights: NDArray[np.float64],
    count: int,
) -> sparse.csr_array:
    """Sum the weights per pair of states; small tables are counted in full."""
    if count <= DENSE_STATES:
        full = np.bincount(sources * count + targets, weights, count * count)
        return sparse.csr_array(full.reshape(count, count))
    moves = sparse.coo_array((weights, (sources, targets)), shape=(count, count)).tocsr()
    moves.eliminate_zeros()
    return moves


def removal(chain: Chain) -> Removal:
    """Return the conversion probability and the effect of removing each channel, exactly."""
    count = len(chain.last)
    solve, visits_within = _solver(chain)
    reaches = solve(chain.converts, False)
    visits = solve(chain.entries, True)
    probability = float(chain.entries @ reaches)
    lost = np.zeros(len(chain.channels))
    by_channel = np.argsort(chain.last, kind="stable")
    bounds = np.searchsorted(chain.last[by_channel], np.arange(len(chain.channels) + 1))
    for code in range(len(chain.channels) if count else 0):
        within = by_channel[bounds[code] : bounds[code + 1]]
        first_met = linalg.solve(visits_within(within).T, visits[within])
        lost[code] = first_met @ reaches[within]
    with np.errstate(invalid="ignore", divide="ignore"):
        return Removal(probability, lost / probability if probability else lost * np.nan)


def _solver(chain: Chain):
    """Factorise I - Q once; return x -> N x (or x N), and the block of N of some states."""
    count = len(chain.last)
    if count <= DENSE_STATES:
        factors = linalg.lu_factor(np.eye(count) - chain.moves.toarray())
        all_visits = linalg.lu_solve(factors, np.eye(count))

        def solve(side: NDArray[np.float64], transposed: bool) -> NDArray[np.float64]:
            return linalg.lu_solve(factors, side, trans=int(transposed))

        def within(some: NDArray[np.int64]) -> NDArray[np.float64]:
            return all_visits[np.ix_(some, some)]

        return solve, within
    factors = splu((sparse.eye_array(count) - chain.moves).tocsc())

    def solve_sparse(side: NDArray[np.float64], transposed: bool) -> NDArray[np.float64]:
        return factors.solve(side, trans="T" if transposed else "N")

    def within_sparse(some: NDArray[np.int64]) -> NDArray[np.float64]:
        units = np.zeros((count, len(some)))
        units[some, np.arange(len(some))] = 1.0
        return factors.solve(units)[some]

    return solve_sparse, within_sparse
