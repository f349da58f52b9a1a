"""Journeys as arrays: the touches of each in order, and how often it ended in a conversion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
from numpy.typing import NDArray
from pyarrow import compute


@dataclass(frozen=True)
class Journeys:
    """Journeys of at least one touch each, the touches of one journey side by side and in order.

    channels: the names, sorted; a code is a place in them.
    codes: shape (touches,), the channel of each touch.
    starts: shape (journeys,), where in ``codes`` each journey begins; the first is 0.
    conversions, nulls: shape (journeys,), how often the journey was made and ended with a
        conversion, and without one.
    """

    channels: tuple[str, ...]
    codes: NDArray[np.int64]
    starts: NDArray[np.int64]
    conversions: NDArray[np.float64]
    nulls: NDArray[np.float64]

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Touches of each journey, shape (journeys,)."""
        return np.diff(self.starts, append=len(self.codes))

    @property
    def conversion_rate(self) -> float:
        """Share of journeys that converted; not a number where there is no journey."""
        made = self.conversions.sum() + self.nulls.sum()
        return float(self.conversions.sum() / made) if made else float("nan")


def of_paths(paths: Iterable[tuple[Sequence[str], float, float]]) -> Journeys:
    """Build journeys from (touches in order, conversions, journeys without one).

    Raises ValueError for a path without touches: there is nothing in it to give credit to.
    """
    kept = list(paths)
    if any(not len(path) for path, _, _ in kept):
        raise ValueError("a path has at least one touch")
    channels = tuple(sorted({channel for path, _, _ in kept for channel in path}))
    code = {channel: number for number, channel in enumerate(channels)}
    lengths = np.array([len(path) for path, _, _ in kept], dtype=np.int64)
    return Journeys(
        channels,
        np.array([code[channel] for path, _, _ in kept for channel in path], dtype=np.int64),
        np.cumsum(lengths) - lengths,
        np.array([conversions for _, conversions, _ in kept], dtype=np.float64),
        np.array([nulls for _, _, nulls in kept], dtype=np.float64),
    )


def read(session: duckdb.DuckDBPyConnection, touches: str) -> Journeys:
    """Read journeys from a relation, given as SQL that may stand after ``from``.

    Its columns: journey_id, touched_at (or any other place in the order), channel, is_converted
    (the same for all touches of a journey). Touches at one moment are ordered by channel.
    """
    found = session.sql(f"select distinct channel from {touches} order by channel").fetchall()
    names = [name for (name,) in found]
    found = session.sql(
        f"""
        with touches as (select journey_id, touched_at, channel, is_converted from {touches}),
        codes as (
            select channel, cast(row_number() over (order by channel) - 1 as integer) as code
            from (select unnest($channels) as channel)
        )
        select
            journey_id,
            code,
            is_converted
        from touches
        inner join codes on touches.channel = codes.channel
        order by journey_id, touched_at, code
        """,
        params={"channels": names},
    ).to_arrow_table()
    ids = found["journey_id"].combine_chunks()
    is_start = np.ones(len(ids), dtype=bool)
    is_start[1:] = compute.not_equal(ids[1:], ids[:-1])
    starts = np.flatnonzero(is_start)
    converted = found["is_converted"].to_numpy()[starts].astype(np.float64)
    return Journeys(
        tuple(names),
        found["code"].to_numpy().astype(np.int64),
        starts,
        converted,
        1.0 - converted,
    )
