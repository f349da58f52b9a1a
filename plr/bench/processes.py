"""Run one side of a benchmark in a process of its own, with its time and its peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plr.parsed import SERVER

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Finished:
    """A process that ended: exit code, seconds of clock and processor, peak resident bytes."""

    code: int
    seconds: float
    cpu_seconds: float
    peak_bytes: int
    output: str


def run(
    command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None
) -> Finished:
    """Run a command from the project's root; output goes to `log`. Peak memory is its own."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as file:
        started = time.monotonic()
        process = subprocess.Popen(
            list(command),
            cwd=ROOT,
            env=os.environ | dict(environment or {}),
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    kilobyte = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes on macOS
    return Finished(
        process.returncode,
        seconds,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss * kilobyte,
        log.read_text(encoding="utf-8", errors="replace"),
    )


def dbt(arguments: Sequence[str], work: Path, environment: Mapping[str, str]) -> Finished:
    """Run dbt of this environment with its own target and log folders inside `work`.

    Tests lend it a parse (PLR_PARSED). No server is asked: the process itself is measured.
    """
    own = [str(Path(sys.executable).parent / "dbt")]
    lent = [sys.executable, "-m", "plr.parsed"]
    command = [*(lent if os.environ.get("PLR_PARSED") else own), *arguments]
    command += ["--target-path", str(work / "target"), "--log-path", str(work / "logs")]
    return run(command, work / "logs" / "output.txt", {**environment, SERVER: ""})
