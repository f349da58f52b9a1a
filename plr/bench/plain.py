"""The plain side, in a process of its own; prints the seconds of each step as JSON."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import duckdb

SQL = Path(__file__).with_name("plain_spine.sql")


def steps() -> list[tuple[str, str]]:
    """Return (name, statement) in their order."""
    parts = SQL.read_text(encoding="utf-8").split("-- step: ")[1:]
    return [(name.strip(), sql) for name, _, sql in (part.partition("\n") for part in parts)]


def main(staged: str, made: str, memory_limit: str, threads: str) -> None:
    """Run every step into a new file; print the seconds of each, clock and processor, as JSON."""
    seconds, processor = {}, {}
    options = {"threads": threads, "memory_limit": memory_limit, "temp_directory": f"{made}.tmp"}
    with duckdb.connect(made, config=options) as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"attach '{staged}' as staged (read_only)")
        for name, sql in steps():
            started, worked = time.monotonic(), time.process_time()
            connection.execute(sql)
            seconds[name] = round(time.monotonic() - started, 3)
            processor[name] = round(time.process_time() - worked, 3)
    print(json.dumps([seconds, processor]))


if __name__ == "__main__":
    main(*sys.argv[1:])
