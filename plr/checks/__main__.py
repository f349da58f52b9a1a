"""Run the checks of the house: ``python -m plr.checks [step ...]``; without a step, the checks.

Steps, in order: ``contract`` (generated files are current), ``security`` (what is installed is what
is locked, no secrets in files), ``lint`` (ruff, sqlfluff on every model), ``parse`` (strict, no
deprecation), ``build`` (`dbt build` of the demo company, `dbt docs generate` and every unit test,
into build/checks), ``house`` (layers, portability, style, documentation, names), and, where it is
named or ``all`` is, ``tests`` (pytest on what was built). Exit code 0 when all pass, 1 otherwise.
Every step is run, so that one report shows everything; the lint runs beside the others.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from plr import parsed_server
from plr.checks import documentation, layers, portability, project, security, style
from plr.checks.findings import Finding
from plr.contract import load as load_contract
from plr.summary import run_lines

ROOT = project.ROOT
PLACE = Path("build/checks")
PLACES = {"PLR_WAREHOUSE": str(PLACE / "plr.duckdb"), "DBT_TARGET_PATH": str(PLACE / "target")}
UNIT_TESTS = "test_type:unit"
# Commands that time themselves, and publishing, which says when it was (outside every mart and id);
# nothing else behind a model may know a clock.
TIMED = frozenset(
    {
        "plr/bench/", "plr/checks/", "plr/drills/", "plr/mutants/", "plr/publish/", "plr/run.py",
        "plr/real_data.py",
    }
)  # fmt: skip


def house(target: Path) -> list[Finding]:
    """Return every finding over a built and documented project, from its ``target``."""
    parsed = project.load(target)
    return [
        *layers.check(parsed, load_contract(ROOT)),
        *layers.python_clocks(ROOT, TIMED),
        *portability.check(parsed),
        *style.check(parsed),
        *style.naming(parsed),
        *documentation.check(parsed),
    ]


def _run(*command: str, environment: dict[str, str] | None = None) -> bool:
    done = subprocess.run(command, cwd=ROOT, env=os.environ | (environment or {}), check=False)
    return done.returncode == 0


def _contract() -> bool:
    return _run(sys.executable, "-m", "plr.generate", "--check")


def _lint() -> bool:
    """Lint beside the other steps: it has one core for minutes, and they have need of the other."""
    python = _run(sys.executable, "-m", "ruff", "check", "--quiet", ".")
    command = (sys.executable, "-m", "plr.checks.lint", "lint")
    command += ("--disable-progress-bar", "-p", "1", "models", "analyses")
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    print(f"== lint\n{done.stdout}", flush=True)
    return python and done.returncode == 0


def _parse() -> bool:
    """Parse into the target folder of the build, which need not do it again."""
    (ROOT / PLACE).mkdir(parents=True, exist_ok=True)
    return _run(sys.executable, "-m", "plr.checks.strict_parse", environment=PLACES)


def _build() -> bool:
    (ROOT / PLACE).mkdir(parents=True, exist_ok=True)
    (ROOT / PLACE / "plr.duckdb").unlink(missing_ok=True)
    built = _run("dbt", "--quiet", "build", environment=PLACES)
    if not (ROOT / PLACE / "target" / "run_results.json").exists():
        return False
    print("\n".join(run_lines(ROOT / PLACE / "target")))
    # What follows writes records of its own over that of the build, which the tests read.
    record = ROOT / PLACE / "target" / "run_results.json"
    results = record.read_text(encoding="utf-8")
    # A bare build leaves the unit tests out (selectors.yml); nothing else would run them.
    tested = _run("dbt", "--quiet", "test", "--select", UNIT_TESTS, environment=PLACES)
    ran = len(json.loads(record.read_text(encoding="utf-8"))["results"])
    print(f"{ran} unit tests")
    # Last, because it alone leaves every model compiled in the manifest.
    documented = _run("dbt", "--quiet", "docs", "generate", "--static", environment=PLACES)
    record.write_text(results, encoding="utf-8")
    return built and documented and tested and ran > 0


def _house() -> bool:
    parsed = project.load(ROOT / PLACE / "target")
    found = house(ROOT / PLACE / "target")
    for finding in found:
        print(finding)
    print(
        f"{len(parsed.models)} models, median {style.median_lines(parsed):g} lines,"
        f" Jinja in {style.jinja_share(parsed):.1%} of lines; {len(found)} findings"
    )
    return not found


def _security() -> bool:
    found = security.check(ROOT)
    for finding in found:
        print(finding)
    return not found


def _tests() -> bool:
    if not (ROOT / PLACE / "target" / "run_results.json").exists():
        print("nothing was built to test")
        return False
    command = (sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile")
    with parsed_server.running(ROOT / PLACE / "target") as server:
        return _run(
            *command, "--no-loadscope-reorder", environment={"PLR_BUILT": str(PLACE)} | server
        )


STEPS: dict[str, Callable[[], bool]] = {
    "contract": _contract,
    "security": _security,
    "lint": _lint,
    "parse": _parse,
    "build": _build,
    "house": _house,
    "tests": _tests,
}
BESIDE = frozenset({"lint"})
"""Steps that run beside the others, and say at their end what they found."""
ASKED_FOR = frozenset({"tests"})
"""Steps that run only where they are named, or all are."""


def main(arguments: Sequence[str]) -> int:
    """Run the steps named (the checks without a name) and return the exit code."""
    unknown = [name for name in arguments if name not in (*STEPS, "all")]
    if unknown:
        print(f"no such step: {', '.join(unknown)}; there are {', '.join(STEPS)}")
        return 2
    failed = []

    def run(name: str) -> None:
        begun = time.monotonic()
        if name not in BESIDE:
            print(f"== {name}", flush=True)
        if not STEPS[name]():
            failed.append(name)
        print(f"== {name}: {time.monotonic() - begun:.0f} s", flush=True)

    wanted = set(arguments) or set(STEPS) - ASKED_FOR
    chosen = [name for name in STEPS if name in wanted or "all" in wanted]
    with ThreadPoolExecutor() as pool:
        beside = [pool.submit(run, name) for name in chosen if name in BESIDE]
        for name in chosen:
            if name not in BESIDE:
                run(name)
        for step in beside:
            step.result()
    print(f"checks failed: {', '.join(failed)}" if failed else "checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
