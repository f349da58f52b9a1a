"""Runs mutants: each in a copy of the project, where only the test named for it is run.

First everything a killer needs is built once, unchanged, and every killer must pass there. A mutant
is killed when its test fails. When the test cannot run (the build breaks, the SQL is wrong) it is
broken, which counts as little as survived: a change that any test would trip over shows nothing.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plr.mutants.catalogue import Mutant, changed

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "build", "target", "logs", "__pycache__", ".pytest_cache", ".ruff_cache"
)
KILLED, SURVIVED, BROKEN = "killed", "survived", "broken"
OUTCOMES = {"pass": SURVIVED, "fail": KILLED}
# Builds inside tests go here, so that the project is parsed once and not for every mutant.
PLACE = "build/killers"


@dataclass(frozen=True)
class Verdict:
    """What became of one mutant."""

    mutant: Mutant
    outcome: str
    seconds: float
    log: str


class BaselineFailed(Exception):
    """A killer does not pass on the unchanged project; the message says which and shows its log."""


def run(
    mutants: Sequence[Mutant],
    work: Path,
    workers: int = 2,
    see: Callable[[str], None] = lambda _: None,
    warehouse: Path | None = None,
) -> list[Verdict]:
    """Run every mutant and return the verdicts in their order. Raises BaselineFailed.

    warehouse: one built from this very project and the demo company, which is then not built again.
    """
    for mutant in mutants:
        changed(mutant, ROOT)
    base = work / "base"
    prepare(mutants, base, see, warehouse)
    waiting: queue.SimpleQueue[tuple[int, Mutant]] = queue.SimpleQueue()
    for entry in enumerate(mutants):
        waiting.put(entry)
    verdicts: dict[int, Verdict] = {}

    def work_off(copy: Path) -> None:
        shutil.copytree(base, copy, symlinks=True)
        while True:
            try:
                position, mutant = waiting.get_nowait()
            except queue.Empty:
                return
            verdicts[position] = judge(mutant, copy, base)
            see(line(verdicts[position]))

    threads = [
        threading.Thread(target=work_off, args=(work / f"copy-{number}",))
        for number in range(min(workers, len(mutants)))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [verdicts[position] for position in range(len(mutants))]


def prepare(
    mutants: Sequence[Mutant],
    base: Path,
    see: Callable[[str], None],
    warehouse: Path | None = None,
) -> None:
    """Copy the project, build what dbt's own tests stand on, and let every killer pass once."""
    shutil.copytree(ROOT, base, ignore=LEFT_OUT)
    (base / "build").mkdir()
    started = time.monotonic()
    by_kind: dict[str, list[str]] = {"unit": [], "data": [], "pytest": []}
    for mutant in mutants:
        if mutant.killer not in by_kind[mutant.kind]:
            by_kind[mutant.kind].append(mutant.killer)
    outcomes: dict[str, str] = {}
    log = ""
    if by_kind["unit"] or by_kind["data"]:
        if warehouse:
            shutil.copy(warehouse, base / "build" / "plr.duckdb")
        else:
            every = dbt(base, ["build", "--exclude-resource-type", "test", "unit_test"])
            if every.returncode != 0:
                raise BaselineFailed(f"the unchanged project does not build:\n{every.stdout}")
        tests = [*by_kind["unit"], *by_kind["data"]]
        done = dbt(base, ["test", "--select", *tests, "--indirect-selection", "empty"])
        outcomes |= {name: state for name, _, state in results(base)}
        log += done.stdout
    if by_kind["pytest"]:
        outcome, text = run_pytest(base, by_kind["pytest"])
        outcomes |= outcome
        log += text
    failing = [mutant.killed_by for mutant in mutants if outcomes.get(mutant.killer) != "pass"]
    if failing:
        raise BaselineFailed(f"not passing without any change: {failing}\n{log[-20000:]}")
    killers = sum(len(names) for names in by_kind.values())
    see(f"{killers} killers pass on the unchanged project ({time.monotonic() - started:.0f} s)")


def judge(mutant: Mutant, copy: Path, base: Path) -> Verdict:
    """Apply one mutant in a copy, run its killer, put everything back."""
    started = time.monotonic()
    undo = {copy / mutant.file: (copy / mutant.file).read_bytes()}
    try:
        (copy / mutant.file).write_text(changed(mutant, copy), encoding="utf-8")
        if mutant.is_generated:
            staging = (copy / "models" / "staging").rglob("*")
            undo |= {path: path.read_bytes() for path in staging if path.is_file()}
            undo |= {path: path.read_bytes() for path in (copy / "seeds").glob("*.csv")}
            again = command(copy, [sys.executable, "-m", "plr.generate"])
            if again.returncode != 0:
                return Verdict(mutant, BROKEN, time.monotonic() - started, again.stdout)
        outcome, log = run_killer(mutant, copy)
    finally:
        for path, content in undo.items():
            if not path.exists() or path.read_bytes() != content:
                path.write_bytes(content)
        for path in (base / "build").rglob("*.duckdb"):
            shutil.copy2(path, copy / path.relative_to(base))
    return Verdict(mutant, outcome, time.monotonic() - started, log)


def run_killer(mutant: Mutant, copy: Path) -> tuple[str, str]:
    """Run the one test; return the outcome and the log."""
    if mutant.kind == "pytest":
        changed_model = Path(mutant.file).stem if mutant.file.startswith("models/") else ""
        outcomes, log = run_pytest(copy, [mutant.killer], changed_model)
        return OUTCOMES.get(outcomes.get(mutant.killer, ""), BROKEN), log
    log = ""
    if mutant.kind == "data":
        built = dbt(copy, ["run", "--select", *(mutant.rebuild or [Path(mutant.file).stem])])
        if built.returncode != 0:
            return BROKEN, built.stdout
        log = built.stdout
    (copy / "target" / "run_results.json").unlink(missing_ok=True)
    done = dbt(copy, ["test", "--select", mutant.killer, "--indirect-selection", "empty"])
    states = [state for name, _, state in results(copy) if name == mutant.killer]
    outcome = OUTCOMES.get(states[0], BROKEN) if len(states) == 1 else BROKEN
    return outcome, log + done.stdout


def dbt(copy: Path, arguments: Iterable[str]) -> subprocess.CompletedProcess[str]:
    """Run dbt in a copy, on the demo company."""
    program = str(Path(sys.executable).with_name("dbt"))
    return command(copy, [program, *arguments, "--target-path", "target", "--no-use-colors"])


def command(
    copy: Path, arguments: Sequence[str], more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command in a copy, in the project's default environment and what is given."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PLR_", "DBT_"))}
    environment |= {"PLR_KILLER_PLACE": PLACE, "PYTHONPATH": str(copy), "CI": ""}
    environment |= more or {}
    return subprocess.run(
        list(arguments),
        cwd=copy,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def results(copy: Path) -> list[tuple[str, str, str]]:
    """Read (name, resource type, status) of the last dbt run of a copy."""
    path = copy / "target" / "run_results.json"
    if not path.exists():
        return []
    manifest = json.loads((copy / "target" / "manifest.json").read_text(encoding="utf-8"))
    nodes = manifest["nodes"] | manifest.get("unit_tests", {})
    found = json.loads(path.read_text(encoding="utf-8"))["results"]
    return [
        (nodes[r["unique_id"]]["name"], nodes[r["unique_id"]]["resource_type"], r["status"])
        for r in found
        if r["unique_id"] in nodes
    ]


def run_pytest(
    copy: Path, node_ids: Sequence[str], changed_model: str = ""
) -> tuple[dict[str, str], str]:
    """Run tests by node id; return pass, fail or error for each, and the log."""
    report = copy / "build" / "killers.xml"
    report.parent.mkdir(exist_ok=True)
    report.unlink(missing_ok=True)
    options = ["-q", "-x", "-p", "no:cacheprovider", "-m", "", f"--junitxml={report}"]
    if len(node_ids) > 1:
        options.remove("-x")
    test = [sys.executable, "-m", "pytest", *options, *node_ids]
    done = command(copy, test, {"PLR_KILLER_CHANGED": changed_model})
    outcomes: dict[str, str] = {}
    if report.exists():
        seen = {}
        for case in ElementTree.parse(report).getroot().iter("testcase"):
            tags = {child.tag for child in case}
            state = "pass"
            for tag, meaning in (("failure", "fail"), ("error", "error"), ("skipped", "error")):
                state = meaning if tag in tags else state
            seen[f"{case.get('classname')}.{case.get('name')}"] = state
        for node_id in node_ids:
            file, _, name = node_id.partition("::")
            dotted = file.removesuffix(".py").replace("/", ".")
            outcomes[node_id] = seen.get(f"{dotted}.{name}", "error")
    return outcomes, done.stdout


def line(verdict: Verdict) -> str:
    """Show a verdict in one line."""
    mutant = verdict.mutant
    return (
        f"{verdict.outcome:8} {mutant.area:14} {mutant.name:52} "
        f"{mutant.killed_by} ({verdict.seconds:.0f} s)"
    )
