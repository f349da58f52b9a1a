"""The only place that knows Great Expectations: a frame and what is expected of it go in, verdicts
come out. GX is imported on first use, once, and its calls are serialised, because dbt runs guards
in threads of one process.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

_LOCK = threading.RLock()


@dataclass(frozen=True)
class Expected:
    """What is expected of a frame.

    kind: not_null | unique | in_set | at_most. columns: those looked at. values: the legal ones of
    in_set. at_most: the largest sum of a column of 0 and 1, or of a measure, for at_most.
    """

    name: str
    kind: str
    columns: tuple[str, ...]
    values: tuple[str, ...] = ()
    at_most: float = 0.0
    severity: str = "warning"
    notes: str = ""


@dataclass(frozen=True)
class Verdict:
    """Whether it holds, and how many rows (or what value, for at_most) speak against it."""

    is_success: bool
    unexpected: float


def validate(name: str, frame: pd.DataFrame, expected: Sequence[Expected]) -> list[Verdict]:
    """Hold a frame against a suite called name; verdicts come in the order of the expectations."""
    if not expected:
        return []
    with _LOCK:
        first = _run(frame, name, expected, "BOOLEAN_ONLY")
        again = [
            position
            for position, item in enumerate(expected)
            if not first[position].success or item.kind == "at_most"
        ]
        failed = [position for position in again if expected[position].kind != "at_most"]
        counted = dict(
            zip(failed, _run(frame, name, [expected[p] for p in failed], "BASIC"), strict=True)
        )
    out = []
    for position, item in enumerate(expected):
        count = 0.0
        if position in counted:
            count = float(counted[position].result.get("unexpected_count", 0))
        elif item.kind == "at_most":
            count = float(frame[item.columns[0]].sum())
        out.append(Verdict(bool(first[position].success), count))
    return out


def _run(frame: pd.DataFrame, name: str, expected: Sequence[Expected], form: str) -> list[Any]:
    if not expected:
        return []
    suite = suite_of(name, expected)
    batch = _batches().get_batch(batch_parameters={"dataframe": frame})
    results = batch.validate(suite, result_format=form).results
    by_name = {result.expectation_config.meta["name"]: result for result in results}
    for result in results:
        if result.exception_info and result.exception_info.get("raised_exception"):
            raise RuntimeError(f"{name}: {result.exception_info['exception_message']}")
    return [by_name[item.name] for item in expected]


def suite_of(name: str, expected: Sequence[Expected]) -> Any:
    """Return the Great Expectations suite of that name."""
    gx = load()
    return gx.ExpectationSuite(name=name, expectations=[_expectation(item) for item in expected])


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
    return gxe.ExpectColumnSumToBeBetween(
        column=item.columns[0], min_value=0, max_value=item.at_most, **notes
    )


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
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = load().get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("arrived").add_dataframe_asset("rows")
    return asset.add_batch_definition_whole_dataframe("all")
