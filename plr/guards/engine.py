"""The only place that knows Great Expectations: a frame and what is expected of it go in, verdicts
come out. GX is imported on first use, once, and its calls are serialised, because dbt runs guards
in threads of one process.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

_LOCK = threading.RLock()
_DOCS: list[DataDocs] = []


@dataclass(frozen=True)
class Expected:
    """What is expected of the rows of a frame.

    kind: not_null | unique | in_set. columns: those looked at. values: the legal ones of in_set.
    """

    name: str
    kind: str
    columns: tuple[str, ...]
    values: tuple[str, ...] = ()
    severity: str = "warning"
    notes: str = ""


@dataclass(frozen=True)
class Verdict:
    """Whether it holds, and how many rows speak against it."""

    is_success: bool
    unexpected: int


@dataclass(frozen=True)
class Counted:
    """A number made in SQL that must not exceed a limit."""

    name: str
    count: float
    at_most: float


def validate(name: str, frame: pd.DataFrame, expected: Sequence[Expected]) -> list[Verdict]:
    """Hold rows against a suite called name; verdicts come in the order of the expectations."""
    if not expected:
        return []
    with _LOCK:
        first = _run(name, frame, [_expectation(item) for item in expected], "BOOLEAN_ONLY")
        failed = [position for position, result in enumerate(first) if not result.success]
        told = _run(name, frame, [_expectation(expected[p]) for p in failed], "BASIC")
        if _DOCS:
            _DOCS[-1].add(name, frame, [_expectation(item) for item in expected])
    counts = {p: r.result["unexpected_count"] for p, r in zip(failed, told, strict=True)}
    return [Verdict(p not in counts, int(counts.get(p, 0))) for p in range(len(expected))]


def within_limits(name: str, counted: Sequence[Counted]) -> list[bool]:
    """Hold numbers against their limits, all in one expectation: a limit is at least its number."""
    if not counted:
        return []
    frame = pd.DataFrame(
        {
            "name": [item.name for item in counted],
            "at_most": [float(item.at_most) for item in counted],
            "counted": [float(item.count) for item in counted],
        }
    )
    with _LOCK:
        pair = load().expectations.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A="at_most", column_B="counted", or_equal=True, meta={"position": 0}
        )
        form = {"result_format": "COMPLETE", "unexpected_index_column_names": ["name"]}
        (result,) = _run(name, frame, [pair], form)
        if _DOCS:
            one = pd.DataFrame([{item.name: float(item.count) for item in counted}])
            between = load().expectations.ExpectColumnMaxToBeBetween
            _DOCS[-1].add(
                name, one, [between(column=i.name, max_value=float(i.at_most)) for i in counted]
            )
    broken = {row["name"] for row in result.result.get("unexpected_index_list") or []}
    if result.success == bool(broken):
        raise RuntimeError(f"{name}: the verdict and its list of offenders disagree")
    return [item.name not in broken for item in counted]


def _run(name: str, frame: pd.DataFrame, expectations: Sequence[Any], form: Any) -> list[Any]:
    """Return the results in the order of the expectations, whose meta holds their position."""
    if not expectations:
        return []
    for position, expectation in enumerate(expectations):
        expectation.meta = {**(expectation.meta or {}), "position": position}
    suite = load().ExpectationSuite(name=name, expectations=list(expectations))
    batch = _batches().get_batch(batch_parameters={"dataframe": frame})
    with _remembered_configurations():
        results = batch.validate(suite, result_format=form).results
    for result in results:
        for told in _exceptions(result.exception_info or {}):
            raise RuntimeError(f"{name}: {told}")
    return sorted(results, key=lambda result: result.expectation_config.meta["position"])


@contextmanager
def _remembered_configurations() -> Iterator[None]:
    """Let each expectation make its configuration once, not sixty times, while it is validated.

    Saves a fifth of the time of a validation; the results are the same without it (tested).
    """
    from great_expectations.expectations.expectation import Expectation

    made = Expectation.configuration
    kept: dict[int, tuple[Any, Any]] = {}

    def configuration(self: Any) -> Any:
        if id(self) not in kept:
            kept[id(self)] = (self, made.fget(self))  # kept alive, so that no other takes its id
        return kept[id(self)][1]

    Expectation.configuration = property(configuration)
    try:
        yield
    finally:
        Expectation.configuration = made


def _exceptions(info: dict[str, Any]) -> list[str]:
    """Return the messages of what went wrong; they stand at the top or one level down."""
    parts = [info, *(part for part in info.values() if isinstance(part, dict))]
    return [part["exception_message"] for part in parts if part.get("raised_exception")]


def _expectation(item: Expected) -> Any:
    gxe = load().expectations
    notes = {"meta": {"name": item.name}, "severity": item.severity, "notes": item.notes or None}
    if item.kind == "not_null":
        return gxe.ExpectColumnValuesToNotBeNull(column=item.columns[0], **notes)
    if item.kind == "in_set":
        return gxe.ExpectColumnValuesToBeInSet(
            column=item.columns[0], value_set=list(item.values), **notes
        )
    if item.kind == "unique" and len(item.columns) == 1:
        return gxe.ExpectColumnValuesToBeUnique(column=item.columns[0], **notes)
    if item.kind == "unique":
        return gxe.ExpectCompoundColumnsToBeUnique(column_list=list(item.columns), **notes)
    raise ValueError(f"no expectation of kind {item.kind}")


@cache
def load() -> Any:
    """Import Great Expectations, quietly."""
    with _LOCK:
        os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
        import great_expectations

        for name in ("great_expectations", "great_expectations.data_context.types.base"):
            logging.getLogger(name).setLevel(logging.WARNING)
        return great_expectations


@cache
def _batches() -> Any:
    """Return the batch definition that takes whole frames, in one context for the process."""
    context = load().get_context(mode="ephemeral")
    context.variables.progress_bars = _no_progress_bars()
    asset = context.data_sources.add_pandas("arrived").add_dataframe_asset("rows")
    return asset.add_batch_definition_whole_dataframe("all")


def _no_progress_bars() -> Any:
    from great_expectations.data_context.types.base import ProgressBarsConfig

    return ProgressBarsConfig(globally=False)


class DataDocs:
    """The same suites as pages: inside `with DataDocs(folder):` every validation is kept for them.

    Pages hold counts, never values. Results of one run replace those of the run before.
    """

    def __init__(self, folder: Path) -> None:
        """Write to the folder, absolute or relative to the working directory."""
        self.folder = Path(folder).resolve()
        self.context = load().get_context(mode="ephemeral")
        self.context.variables.progress_bars = _no_progress_bars()
        for site in list(self.context.variables.data_docs_sites or {}):
            self.context.delete_data_docs_site(site)
        self.context.add_data_docs_site(
            site_name="inputs",
            site_config={
                "class_name": "SiteBuilder",
                "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
                "store_backend": {
                    "class_name": "TupleFilesystemStoreBackend",
                    "base_directory": str(self.folder),
                },
            },
        )
        self.source = self.context.data_sources.add_pandas("inputs")

    def __enter__(self) -> DataDocs:
        """Start to keep validations."""
        _DOCS.append(self)
        return self

    def __exit__(self, *error: object) -> None:
        """Write the pages, unless something went wrong."""
        _DOCS.remove(self)
        if error[0] is None:
            self.context.build_data_docs(site_names=["inputs"])

    def add(self, name: str, frame: pd.DataFrame, expectations: Sequence[Any]) -> None:
        """Validate a frame once more and keep the result."""
        gx = load()
        suite = self.context.suites.add(gx.ExpectationSuite(name, expectations=list(expectations)))
        asset = self.source.add_dataframe_asset(name)
        data = asset.add_batch_definition_whole_dataframe("rows")
        run = self.context.validation_definitions.add(
            gx.ValidationDefinition(name=name, data=data, suite=suite)
        )
        run.run(
            batch_parameters={"dataframe": frame},
            result_format={"result_format": "BASIC", "partial_unexpected_count": 0},
        )
