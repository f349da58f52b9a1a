"""A reader: opens the publication anew again and again until its standard input ends.

``python -m plr.drills._reader FILE``. Prints one line of JSON: how often it read, which
publications it met, and what was wrong with them.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path

from plr.drills._kit import faults
from plr.publish import Store


def main(file: Path) -> int:
    """Read until told to stop; return 0."""
    stop = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()
    reads, numbers, wrong = 0, set(), []
    while not stop.is_set():
        reads += 1
        wrong += faults(file, is_thorough=False)
        numbers.add(Store(file).current())
        time.sleep(0.1)
    print(json.dumps({"reads": reads, "numbers": sorted(n or 0 for n in numbers), "wrong": wrong}))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
