"""Run dbt in this process, one node at a time, and note the processor seconds of every node.

`python -m plr.bench.watched <report.json> <dbt arguments>`. The processor knows nothing of others
on the same machine; the clock does. Of Python models the seconds in which something is fitted are
noted as well.
"""

from __future__ import annotations

import functools
import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dbt.cli.main import dbtRunner

FITS = (
    ("plr.scoring.learner", "fit"), ("plr.scoring.learner", "fit_raw"),
    ("plr.scoring.forecast", "fit"), ("plr.scoring.renewal_loss", "fit"),
    ("plr.scoring.sbg", "fit_sbg"),
)  # fmt: skip
"""The functions that fit a model to rows, by module."""


class Stopwatch:
    """Processor seconds that went by inside some functions; a call within a call counts once."""

    def __init__(self) -> None:
        """Start at nothing."""
        self.seconds, self._depth, self._began = 0.0, 0, 0.0

    def over(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function, watched."""

        @functools.wraps(function)
        def watched(*arguments: Any, **named: Any) -> Any:
            if not self._depth:
                self._began = time.process_time()
            self._depth += 1
            try:
                return function(*arguments, **named)
            finally:
                self._depth -= 1
                if not self._depth:
                    self.seconds += time.process_time() - self._began

        return watched


def main(arguments: list[str]) -> int:
    """Run dbt with the arguments; write {node: [processor, clock, fitting]} and the whole."""
    fitting = Stopwatch()
    for module, function in FITS:
        place = importlib.import_module(module)
        setattr(place, function, fitting.over(getattr(place, function)))
    began: dict[str, tuple[float, float, float]] = {}
    spent: dict[str, tuple[float, float, float]] = {}

    def now() -> tuple[float, float, float]:
        return time.process_time(), time.monotonic(), fitting.seconds

    def since(start: tuple[float, float, float]) -> tuple[float, float, float]:
        cpu, clock, fits = now()
        return cpu - start[0], clock - start[1], fits - start[2]

    start = now()

    def see(event: Any) -> None:
        name = event.info.name
        if name not in ("NodeStart", "NodeFinished"):
            return
        node = event.data.node_info.unique_id
        if name == "NodeStart":
            began[node] = now()
        elif node in began:
            spent[node] = since(began[node])

    done = dbtRunner(callbacks=[see]).invoke([*arguments[1:], "--threads", "1"])
    report = {"nodes": spent, "total": since(start)}
    Path(arguments[0]).write_text(json.dumps(report), encoding="utf-8")
    if done.exception:
        print(done.exception)
    return 0 if done.success else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
