"""Run dbt in this process, one node at a time, and note the processor seconds of every node.

`python -m plr.bench.watched <report.json> <dbt arguments>`. The processor knows nothing of others
on the same machine; the clock does.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from dbt.cli.main import dbtRunner


def main(arguments: list[str]) -> int:
    """Run dbt with the arguments and write {node: [processor, clock]} and the whole."""
    began: dict[str, tuple[float, float]] = {}
    spent: dict[str, tuple[float, float]] = {}
    start = time.process_time(), time.monotonic()

    def see(event: Any) -> None:
        name = event.info.name
        if name not in ("NodeStart", "NodeFinished"):
            return
        node = event.data.node_info.unique_id
        now = time.process_time(), time.monotonic()
        if name == "NodeStart":
            began[node] = now
        elif node in began:
            spent[node] = now[0] - began[node][0], now[1] - began[node][1]

    done = dbtRunner(callbacks=[see]).invoke([*arguments[1:], "--threads", "1"])
    total = time.process_time() - start[0], time.monotonic() - start[1]
    Path(arguments[0]).write_text(json.dumps({"nodes": spent, "total": total}), encoding="utf-8")
    if done.exception:
        print(done.exception)
    return 0 if done.success else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
