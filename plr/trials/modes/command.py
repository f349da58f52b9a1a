"""The command: simulate, build and read companies, and report on their failure modes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from plr.trials.build import side_by_side
from plr.trials.modes import plan, report, results
from plr.trials.report import Goals


def run_all(
    work: Path, companies: Sequence[plan.Company], workers: int, see: Callable[[str], None]
) -> list[results.Result]:
    """Give the results of all companies in their order; one that is kept is not built again."""

    def one(place: Path, company: plan.Company) -> results.Result:
        kept = work.resolve() / "results" / f"modes_{company.seed}_{company.accounts}.json"
        if kept.exists():
            return results.load(kept)
        result = results.run(place, company)
        results.save(result, kept)
        see(f"{company.name} (seed {company.seed}): {len(result.states)} planted accounts")
        return result

    return list(side_by_side(work, companies, workers, one))


def run(
    which: str, seeds: Sequence[int] | None, work: Path, workers: int, see: Callable[[str], None]
) -> tuple[list[str], Goals]:
    """Report on the held-out mixtures, on the twelve companies, or on both."""
    lines: list[str] = []
    goals: Goals = {}
    if which in ("held-out", "all"):
        mixtures = plan.held_out(seeds or plan.HELD_OUT_SEEDS)
        said, met = report.accounts(run_all(work, mixtures, workers, see))
        lines, goals = [*said, ""], goals | met
    if which in ("12", "all"):
        twelve = plan.twelve(seeds[0] if seeds and which == "12" else plan.FIRST_COMPANY_SEED)
        said, met = report.companies(run_all(work, twelve, workers, see))
        lines, goals = [*lines, *said, ""], goals | met
    return lines, goals
