"""Where publications are kept: numbered folders, and one pointer that says which one readers get.

Beside the file that readers open (``plr.duckdb``) stands ``plr_versions/``: a folder per
publication (``000012/``), and the link ``current`` to one of them. ``plr.duckdb`` and
``plr_parquet`` are links through ``current``, so that renaming one link over another gives readers
all of a publication at once. A folder is made under another name, flushed to disk and renamed; what
has a higher number than ``current`` was never given to readers and is removed by whoever comes
next. Thus a process may be killed anywhere.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MAKING = ".making"
VERSIONS = "_versions"
CURRENT = "current"
LOCK = ".lock"
PATIENCE = 600.0
"""Seconds that a publication waits for another one to the same place."""


class PublicationError(RuntimeError):
    """Nothing was published; readers still have what they had. The message says what to do."""


class Store:
    """The publications that were made for one file.

    ``target`` is the file that readers open; its folder need not be there yet.
    """

    def __init__(self, target: Path) -> None:
        """Name the places; nothing is touched."""
        self.target = target
        self.folder = target.with_name(f"{target.stem}{VERSIONS}")
        self.parquet = target.with_name(f"{target.stem}_parquet")

    def folder_of(self, number: int) -> Path:
        """Return the folder of a publication."""
        return self.folder / f"{number:06d}"

    def file_of(self, number: int) -> Path:
        """Return the DuckDB file of a publication; its stem names the catalogue in DuckDB."""
        return self.folder_of(number) / self.target.name

    def numbers(self) -> list[int]:
        """Return the numbers of the folders that are there, in order."""
        if not self.folder.is_dir():
            return []
        names = (path.name for path in self.folder.iterdir())
        return sorted(int(name) for name in names if re.fullmatch(r"\d{6,}", name))

    def current(self) -> int | None:
        """Return the number that readers get, None before the first publication."""
        try:
            return int(os.readlink(self.folder / CURRENT))
        except FileNotFoundError:
            return None

    def kept(self) -> list[int]:
        """Return the numbers that readers were given and that are still there, in order."""
        current = self.current()
        return [number for number in self.numbers() if current is not None and number <= current]

    @contextmanager
    def locked(self, patience: float = PATIENCE) -> Iterator[None]:
        """Hold the place alone; the system lets go when the process ends, however it ends.

        Raises PublicationError after ``patience`` seconds.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.folder / LOCK, os.O_CREAT | os.O_RDWR, 0o644)
        except OSError as error:
            raise PublicationError(
                f"nothing can be published to {self.folder} ({error}); nothing was. Set"
                " PLR_PUBLICATION or mend the folder, then `dbt retry`"
            ) from error
        try:
            until = time.monotonic() + patience
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() >= until:
                        raise PublicationError(
                            f"another process has been publishing to {self.target} for"
                            f" {patience:.0f} seconds; wait for it to end, then `dbt retry`"
                        ) from None
                    time.sleep(0.2)
            yield
        finally:
            os.close(handle)

    def heal(self) -> list[str]:
        """Remove what an interrupted publication left; return the names of what was removed.

        Raises PublicationError where the link to what readers have was lost.
        """
        current = self.current() or 0
        if not current and self.numbers() not in ([], [1]):
            raise PublicationError(
                f"{self.folder / CURRENT} is gone, so nobody knows what readers had; choose one of"
                f" {', '.join(map(str, self.numbers()))} with `python -m plr.publish rollback`"
            )
        left = [self.folder / MAKING] if (self.folder / MAKING).exists() else []
        left += [self.folder_of(number) for number in self.numbers() if number > current]
        for folder in left:
            shutil.rmtree(folder)
        for link in (self.folder, self.folder.parent):
            for path in link.glob(f"*{MAKING}_link"):
                path.unlink()
        if current:
            self._links()
        return [folder.name for folder in left]

    def begin(self) -> Path:
        """Return an empty folder in which to make a publication."""
        making = self.folder / MAKING
        (making / "parquet").mkdir(parents=True)
        return making

    def give_up(self) -> None:
        """Remove the folder that was begun."""
        shutil.rmtree(self.folder / MAKING, ignore_errors=True)

    def finish(self, number: int, kept: int) -> None:
        """Give readers the folder that was begun, as ``number``; keep the last ``kept``."""
        making = self._flushed()
        os.replace(making, self.folder_of(number))
        _flush(self.folder)
        _link(self.folder / CURRENT, Path(f"{number:06d}"))
        self._links()
        self.prune(kept)

    def refresh(self, number: int) -> None:
        """Put each file that was begun in place of that of a publication, the database last."""
        making = self._flushed()
        files = [path for path in making.rglob("*") if path.is_file()]
        for path in sorted(files, key=lambda path: path.name == self.target.name):
            os.replace(path, self.folder_of(number) / path.relative_to(making))
        _flush(self.folder_of(number))

    def _flushed(self) -> Path:
        """Return the folder that was begun, all of it read-only and on disk."""
        making = self.folder / MAKING
        for path in sorted(making.rglob("*")):
            if path.is_file():
                path.chmod(0o444)
            _flush(path)
        _flush(making)
        return making

    def prune(self, kept: int) -> None:
        """Remove all but the last ``kept``; who has one open reads it to the end."""
        for number in self.kept()[: -max(kept, 1)]:
            # Renamed first, so that a folder with a number is whole.
            gone = self.folder / MAKING
            os.replace(self.folder_of(number), gone)
            shutil.rmtree(gone)

    def _links(self) -> None:
        """See that what readers open leads through ``current``."""
        for link, name in ((self.target, self.target.name), (self.parquet, "parquet")):
            to = Path(self.folder.name) / CURRENT / name
            if not link.is_symlink() or Path(os.readlink(link)) != to:
                _link(link, to)


def _link(link: Path, to: Path) -> None:
    """Put a link in place of whatever file or link stands there, in one step."""
    made = link.with_name(link.name + MAKING + "_link")
    made.unlink(missing_ok=True)
    made.symlink_to(to)
    os.replace(made, link)
    _flush(link.parent)


def _flush(path: Path) -> None:
    """Force a file, or a folder's entries, to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
