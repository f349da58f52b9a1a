"""dbt with a parse that is there already: ``python -m plr.parsed build ...`` is ``dbt build ...``.

dbt parses the whole project anew where the warehouse lies elsewhere or `--vars` differ. In this
project neither changes more than the models whose YAML reads one of them: SQL does when it runs.
Simulated companies, of which dozens are built with places and days of their own, therefore take the
last parse; those models, files that changed since, and files that read a changed environment
variable are parsed again. A warehouse of another file name is another database: then all is. The
environment variable PLR_PARSED names a target folder whose parse is taken where the run's own
target folder has none.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PARSE = "partial_parse.msgpack"
OF_THE_RUN = ("var(", "target.")
"""What stands in the YAML of a model that reads `--vars` or where the warehouse is."""


def lend(target: Path, parsed: Path) -> bool:
    """Copy the parse of another target folder; False where that has none, or this has one."""
    if (target / PARSE).exists() or not (parsed / PARSE).exists():
        return False
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(parsed / PARSE, target / PARSE)
    return True


def target_of(arguments: Sequence[str]) -> Path:
    """Return the target folder that dbt will use for these arguments."""
    if "--target-path" in arguments:
        return Path(arguments[arguments.index("--target-path") + 1])
    return Path(os.environ.get("DBT_TARGET_PATH", "target"))


def forget_variables(files: Mapping[str, Any]) -> None:
    """Let models whose YAML reads the run look changed, so that dbt parses both again.

    ``files`` are those of dbt's saved manifest by id; a model and its YAML bear one name.
    """
    from dbt.artifacts.resources import FileHash

    for file in files.values():
        path = ROOT / file.path.original_file_path
        described = path.with_suffix(".yml")
        if path.suffix == ".yml" or not described.exists():
            continue
        if any(word in described.read_text("utf-8") for word in OF_THE_RUN):
            file.checksum = FileHash.from_contents("to be parsed again")


def main() -> None:
    """Run dbt on the arguments of this process; leaves with dbt's exit code."""
    from dbt.cli.main import cli
    from dbt.parser.manifest import ManifestLoader

    if os.environ.get("PLR_PARSED"):
        lend(target_of(sys.argv), Path(os.environ["PLR_PARSED"]))

    asked = ManifestLoader.is_partial_parsable

    def usable(loader: ManifestLoader, saved: Any) -> tuple[bool, Any]:
        here = loader.root_project.credentials.database
        if any(node.database not in (here, None) for node in saved.nodes.values()):
            return asked(loader, saved)
        forget_variables(saved.files)
        return True, None

    ManifestLoader.is_partial_parsable = usable
    cli(prog_name="dbt")


if __name__ == "__main__":
    main()
