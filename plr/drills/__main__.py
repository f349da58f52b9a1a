"""``python -m plr.drills [name] [arguments]``: run one drill; without a name, list them.

Exit code: that of the drill (0 where everything held, 1 otherwise), 2 where there is no such drill.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path


def names() -> list[str]:
    """Return the names of all drills: modules of this package without a leading underscore."""
    found = Path(__file__).parent.glob("*.py")
    return sorted(path.stem for path in found if not path.stem.startswith("_"))


def about(name: str) -> str:
    """Return the first line of a drill's description."""
    text = import_module(f"plr.drills.{name}").__doc__ or ""
    return text.strip().splitlines()[0] if text.strip() else ""


def main(arguments: Sequence[str]) -> int:
    """Run the drill named first, with the other arguments; return its exit code."""
    if not arguments or arguments[0] not in names():
        for name in names():
            print(f"{name:<14}{about(name)}")
        return 2 if arguments else 0
    begun = time.monotonic()
    code = int(import_module(f"plr.drills.{arguments[0]}").main(list(arguments[1:])))
    print(f"{arguments[0]}: {(time.monotonic() - begun) / 60:.1f} minutes")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
