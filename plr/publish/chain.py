"""Whether a retry goes on with the run that the warehouse comes from.

`dbt retry` reads the record of the last run that wrote one. A run that was killed wrote none, but
may have replaced half of the marts; a retry of the run before it would publish a mixture.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def current() -> str:
    """Return dbt's id of the run that this process is in."""
    from dbt_common.invocation import get_invocation_id

    return get_invocation_id()


def last_on_record(flags: Mapping[str, Any]) -> str:
    """Return the id of the run whose record a retry goes on with, '' where there is none."""
    path = Path(str(flags.get("target_path") or "target")) / "run_results.json"
    if flags.get("project_dir"):
        path = Path(str(flags["project_dir"])) / path
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["metadata"]["invocation_id"])
    except (OSError, ValueError, KeyError):
        return ""


def why_broken(noted: Sequence[tuple[str, str, bool]], run: str, first: str, on_record: str) -> str:
    """Return why this run may not publish what others built, '' where it may.

    ``noted`` are id, command and whether it came to its end of all runs on the warehouse in their
    order, ``run`` is this one, ``first`` the one that read the inputs ('' where a build was given
    up), ``on_record`` the one whose record dbt had.
    """
    if first == run:
        return ""
    ids = [one[0] for one in noted]
    since = [one for one in noted[ids.index(first) :] if one[0] != run] if first in ids else []
    killed = [command for _, command, is_over in since if not is_over]
    if since and not killed and since[-1][0] == on_record:
        return ""
    command = killed[0] if killed else "run"
    return (
        f"a `dbt {command}` after the beginning of this build was killed or left no record: it may"
        " have replaced some marts. Nothing was published, readers keep what they had. Run"
        " `dbt build`, not `dbt retry`"
    )
