"""dbt with a parse that is there already: ``python -m plr.parsed build ...`` is ``dbt build ...``.

dbt parses the whole project anew where the warehouse lies elsewhere or `--vars` differ. In this
project neither changes more than the models whose YAML reads one of them: SQL does when it runs.
Simulated companies, of which dozens are built with places and days of their own, therefore take the
last parse; those models, files that changed since, and files that read a changed environment
variable are parsed again. A warehouse of another file name is another database: then all is. The
environment variable PLR_PARSED names a target folder whose parse is taken where the run's own
target folder has none; PLR_PARSED_SERVER names the socket of a process that has it at hand already
(plr.parsed_server).
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import struct
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PARSE = "partial_parse.msgpack"
SERVER = "PLR_PARSED_SERVER"
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


def run() -> None:
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


def hand_over(place: str) -> int | None:
    """Have the server at a socket do this run; the exit code, None where there is no server."""
    said = {
        "arguments": sys.argv,
        "folder": str(Path.cwd()),
        "environment": dict(os.environ),
    }
    message = json.dumps(said).encode()
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(place)
        except OSError:
            return None
        socket.send_fds(connection, [struct.pack("!I", len(message))], [0, 1, 2])
        connection.sendall(message)
        code = connection.recv(1)
    return code[0] if code else 1


def main() -> None:
    """Run dbt here, or where a server has it ready."""
    code = hand_over(os.environ[SERVER]) if os.environ.get(SERVER) else None
    if code is None:
        run()
    sys.exit(code)


if __name__ == "__main__":
    main()
