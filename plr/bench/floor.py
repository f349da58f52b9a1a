"""The least that a warehouse of product events costs: `python -m plr.bench.floor <inputs> <file>`.

One DuckDB scan of the columns that are used, one row per event id (the first received), one roll-up
by user and day, and both written. Ids that come twice are found first, so that only their rows are
put in order: the cheapest exact way that is known here.
"""

from __future__ import annotations

import sys

import duckdb

COLUMNS = (
    "event_id, occurred_at, received_at, user_id, anonymous_id, workspace_id, session_id,"
    " event_name, product_line, is_bot"
)


def main(inputs: str, file: str, memory: str = "4GB") -> None:
    """Write both tables into a new DuckDB file."""
    events = f"read_parquet('{inputs}/product_events/**/*.parquet', hive_partitioning = false)"
    with duckdb.connect(file, config={"threads": 2, "memory_limit": memory}) as connection:
        connection.execute(f"set temp_directory = '{file}.tmp'")
        connection.execute(
            f"create temp table repeated as select event_id from {events}"
            " group by event_id having count(*) > 1"
        )
        connection.execute(
            f"create table events as select {COLUMNS} from {events}"
            " where event_id not in (from repeated) union all"
            f" select {COLUMNS} from {events} where event_id in (from repeated) qualify"
            " row_number() over (partition by event_id order by received_at, occurred_at) = 1"
        )
        connection.execute(
            "create table user_days as select workspace_id, user_id,"
            " cast(occurred_at as date) as used_on, count(*) as events from events group by all"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
