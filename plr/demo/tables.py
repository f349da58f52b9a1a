"""Collect rows by table and write them as Parquet with the contract's types."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from plr.demo.scale import to_day
from plr.demo.schema import COLUMNS

DAY_US = 86_400_000_000
ARROW = {
    "s": pa.string(),
    "i": pa.int64(),
    "n": pa.decimal128(38, 10),
    "f": pa.float64(),
    "b": pa.bool_(),
    "d": pa.date32(),
    "t": pa.timestamp("us"),
}


def parse_columns(text: str) -> dict[str, str]:
    """Read ``"name:t name:s"`` as a mapping of column to type letter."""
    return dict(word.split(":") for word in text.split())


class Tables:
    """Rows of several tables. Days are ints since 1970-01-01, times ints in microseconds."""

    def __init__(self, columns: Mapping[str, str]) -> None:
        """Start with every table of ``columns`` empty."""
        self.columns = {name: parse_columns(text) for name, text in columns.items()}
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in columns}
        self.blocks: dict[str, dict[str, Any]] = {}
        self.tables: dict[str, pa.Table] = {}
        self._counters: dict[str, int] = {}

    def new_id(self, prefix: str) -> str:
        """Give the next id with a prefix."""
        number = self._counters.get(prefix, 0) + 1
        self._counters[prefix] = number
        return f"{prefix}_{number:06d}"

    def add(self, table: str, **values: Any) -> dict[str, Any]:
        """Append one row; columns that are left out are null."""
        unknown = values.keys() - self.columns[table].keys()
        if unknown:
            raise KeyError(f"{table} has no column {sorted(unknown)}")
        self.rows[table].append(values)
        return values

    def set_block(self, table: str, **arrays: Any) -> None:
        """Give a whole table as arrays of equal length (for the large ones)."""
        self.blocks[table] = arrays

    def arrow(self, table: str) -> pa.Table:
        """Build one table in the order and types of its columns."""
        if table in self.tables:
            return self.tables[table]
        types = self.columns[table]
        schema = pa.schema([(c, ARROW[t]) for c, t in types.items()])
        if table in self.blocks:
            block = self.blocks[table]
            length = len(next(iter(block.values())))
            arrays = [
                _array(block[c], types[c]) if c in block else pa.nulls(length, ARROW[types[c]])
                for c in types
            ]
        else:
            rows = self.rows[table]
            arrays = [_array([r.get(c) for r in rows], t) for c, t in types.items()]
        return pa.Table.from_arrays(arrays, schema=schema)


def _array(values: Any, letter: str) -> pa.Array:
    """Turn values (list, numpy array or arrow array) into an arrow array of one contract type."""
    kind = ARROW[letter]
    if isinstance(values, pa.Array):
        return values.cast(kind)
    if isinstance(values, np.ndarray):
        if letter == "n":
            return pa.array(values).cast(kind)
        return pa.array(values.astype("int32") if letter == "d" else values).cast(kind)
    if letter == "n":
        values = [None if v is None else Decimal(str(v)) for v in values]
    elif letter in "dt":
        values = [None if v is None else int(v) for v in values]
    elif letter == "f":
        values = [None if v is None else float(v) for v in values]
    return pa.array(values, type=pa.int32() if letter == "d" else kind).cast(kind)


def write_parquet(table: pa.Table, path: Path) -> None:
    """Write one file: zstd, one row group per million rows, the same bytes every time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    timestamps = [f.name for f in table.schema if pa.types.is_timestamp(f.type)]
    dense = [c for c in timestamps if table.num_rows > 20_000]
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=19,
        row_group_size=1_000_000,
        use_dictionary=[f.name for f in table.schema if f.name not in dense],
        column_encoding={c: "DELTA_BINARY_PACKED" for c in dense} or None,
        write_statistics=True,
        store_schema=False,
    )


def us(day: float, hour: float = 12.0) -> int:
    """Give the microsecond of a day and hour (UTC)."""
    return int(day) * DAY_US + int(hour * 3600) * 1_000_000


__all__ = ["COLUMNS", "DAY_US", "Tables", "to_day", "us", "write_parquet"]
