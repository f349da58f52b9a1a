"""A server that has dbt and the project's parse at hand, for many runs of ``python -m plr.parsed``.

Half of a small build of tests is importing dbt and reading the parse. ``running`` starts a process
that has done both; where the environment variable PLR_PARSED_SERVER names its socket, plr.parsed
hands over its arguments, folder, environment and open files, and a fork of the server does the run.
A fork per run: nothing of one run is left for the next. Unix only, as ``fork`` is.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from plr import parsed

LENGTH = struct.Struct("!I")
STARTS_WITHIN = 120
"""Seconds within which the server has to be there; without it every run imports and reads anew."""


@contextmanager
def running(target: Path) -> Iterator[dict[str, str]]:
    """Yield the environment by which runs find a server that holds the parse of a target folder.

    Empty where no server could be started; the server ends with the context.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "socket"
        server = subprocess.Popen(
            [sys.executable, "-m", "plr.parsed_server", str(place), str(target)],
            stdout=subprocess.PIPE,
        )
        assert server.stdout is not None
        is_there = server.stdout.readline() == b"ready\n"
        try:
            yield {parsed.SERVER: str(place)} if is_there else {}
        finally:
            server.terminate()
            server.wait()


def remember(parse: Path) -> None:
    """Read a saved parse; a run that finds the same bytes takes what was read."""
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    if not parse.exists():
        return
    known = parse.read_bytes()
    read = Manifest.from_msgpack
    held = [read(known, decoder=extended_mashumuro_decoder)]

    def from_msgpack(data: bytes, **more: Any) -> Any:
        return held.pop() if held and data == known else read(data, **more)

    Manifest.from_msgpack = from_msgpack


def serve(place: Path, run: Callable[[], None]) -> None:
    """Answer at a socket until the process that started this one is gone."""
    parent = os.getppid()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(place))
        server.listen(64)
        server.settimeout(2)
        print("ready", flush=True)
        while os.getppid() == parent:
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            if os.fork() == 0:
                server.close()
                answer(connection, run)
            connection.close()


def answer(connection: socket.socket, run: Callable[[], None]) -> None:
    """Do one run as the process that asked would, tell it the exit code, and be gone."""
    code = 1
    try:
        connection.setblocking(True)
        head, files, _, _ = socket.recv_fds(connection, LENGTH.size, 3)
        with connection.makefile("rb") as reader:
            asked = json.loads(reader.read(LENGTH.unpack(head)[0]))
        for wanted, given in enumerate(files):
            os.dup2(given, wanted)
        os.chdir(asked["folder"])
        os.environ.clear()
        os.environ.update(asked["environment"])
        sys.argv = asked["arguments"]
        run()
        code = 0
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else int(left.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
            connection.sendall(bytes([code & 255]))
        atexit._run_exitfuncs()
        os._exit(0)


def main(place: str, target: str) -> None:
    """Import dbt, read the parse, and serve."""
    import dbt.adapters.duckdb
    import dbt.cli.main  # noqa: F401
    import pandas  # noqa: F401

    remember(Path(target) / parsed.PARSE)
    gc.collect()
    gc.freeze()
    serve(Path(place), parsed.run)


if __name__ == "__main__":
    main(*sys.argv[1:])
