"""`kill -9` at random moments of a build or of a publication: what do readers see, and what heals?

``python -m plr.drills kills [--of build|publication] [--kills 50] [--seed N] [--place FOLDER]``.

Moments are drawn evenly over the time that the undisturbed run before took. After each kill every
value that readers get is read and held against the hashes that the publication states, while
another process reads all the time. A killed publication is followed by one left alone, which must
bring the new contents to readers. A killed build is followed by the next one, killed in its turn;
the last is left alone and must leave the same marts as a build that was never disturbed.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import duckdb

from plr.drills import _kit
from plr.publish import writing


def of_publication(place: _kit.Place, kills: int, chance: random.Random) -> bool:
    """Kill publications; print what came of each; return whether everything held."""
    command = ("plr.drills._publisher", str(place.warehouse), str(place.published))
    begun = time.monotonic()
    ended, words = place.run(*command, "0")
    whole = time.monotonic() - begun
    if ended:
        print(words)
        return False
    reader = _kit.start_reader(place)
    wrong, unhealed, given, sizes = 0, 0, 0, []
    for turn in range(1, kills + 1):
        before = _kit.number(place)
        process = place.start(*command, str(turn))
        moment = chance.uniform(0, whole)
        time.sleep(moment)
        _kit.kill(process)
        found = _kit.faults(place.published)
        after = _kit.number(place)
        given += after > before
        wrong += bool(found)
        begun = time.monotonic()
        ended, words = place.run(*command, str(turn))
        whole = time.monotonic() - begun  # a busy machine is slower from one to the next
        healed = ended == 0 and not _kit.faults(place.published) and _rows(place) == turn + 1
        unhealed += not healed
        left = [p.name for p in place.published.parent.glob("**/.making*")]
        unhealed += bool(left)
        sizes.append(len(list(place.published.parent.glob("*_versions/0*"))))
        if found or not healed or left:
            print(f"kill {turn} at {moment:.2f} s: {found or words[-300:]} {left}")
    reads, numbers, seen = _kit.stop_reader(reader)
    heads = ("kills of a publication", "last took, s", "new one was given", "readers saw a fault",
             "next did not heal", "folders kept at most")  # fmt: skip
    print(
        _kit.table(heads, [(kills, f"{whole:.1f}", given, wrong, unhealed, max(sizes, default=0))])
    )
    _print_reader(reads, numbers, seen)
    return not (wrong or unhealed or seen)


def of_build(place: _kit.Place, kills: int, chance: random.Random) -> bool:
    """Kill builds one after the other; print what came of them; return whether everything held."""
    undisturbed = _contents(place)
    begun = time.monotonic()
    ended, words = place.run("plr.run")
    whole = time.monotonic() - begun
    if ended or _contents(place) != undisturbed:
        print(f"a second build changed rows, or failed: {words[-2000:]}")
        return False
    reader = _kit.start_reader(place)
    wrong, given, rows = 0, 0, []
    for turn in range(1, kills + 1):
        before = _kit.number(place)
        moment = chance.uniform(0, whole)
        process = place.start("plr.run")
        time.sleep(moment)
        was_over = process.poll() is not None
        _kit.kill(process)
        found = _kit.faults(place.published)
        wrong += bool(found)
        given += _kit.number(place) > before
        rows.append((turn, f"{moment:.1f}", "over" if was_over else _reached(place.said()),
                     "; ".join(found)[:60] or "whole"))  # fmt: skip
        print(f"kill {rows[-1][0]} at {rows[-1][1]} s, {rows[-1][2]}: {rows[-1][3]}", flush=True)
    begun = time.monotonic()
    ended, words = place.run("plr.run")
    healing = time.monotonic() - begun
    same = ended == 0 and _contents(place) == undisturbed and not _kit.faults(place.published)
    if not same:
        print(words[-3000:])
    reads, numbers, seen = _kit.stop_reader(reader)
    heads = ("kills of a build", "of seconds", "readers saw a fault", "build after the last",
             "its seconds", "its marts")  # fmt: skip
    print(_kit.table(heads, [(kills, f"{whole:.0f}", wrong, f"exit {ended}", f"{healing:.0f}",
                              "as undisturbed" if same else "DIFFER")]))  # fmt: skip
    _print_reader(reads, numbers, seen)
    return same and not wrong and not seen


def _print_reader(reads: int, numbers: Sequence[int], seen: Sequence[str]) -> None:
    print(
        f"beside it a reader opened the file {reads} times, met publications {numbers[0]} to"
        f" {numbers[-1]}, and found {len(seen)} faults {list(seen)[:3] if seen else ''}".rstrip()
    )


def _rows(place: _kit.Place) -> int:
    with duckdb.connect(str(place.published), read_only=True) as connection:
        return connection.execute("select count(*) from marts.drill").fetchall()[0][0]


def _contents(place: _kit.Place) -> dict[str, tuple[int, str]]:
    """Return rows and hash of every mart of a warehouse."""
    with duckdb.connect(str(place.warehouse), read_only=True) as connection:
        names = [
            name
            for (name,) in connection.execute(
                "select table_name from duckdb_tables() where schema_name = 'marts'"
            ).fetchall()
        ]
        return writing.contents(connection, names)


def _reached(said: str) -> str:
    """Return how far dbt said that it had come."""
    done = [line for line in said.splitlines() if " of " in line and "START" in line]
    return " ".join(done[-1].split()[1:4]) if done else "before the first node"


def main(arguments: Sequence[str]) -> int:
    """Run the drill; return 0 where everything held."""
    parser = argparse.ArgumentParser(prog="python -m plr.drills kills", description=__doc__)
    parser.add_argument("--of", choices=("build", "publication"), action="append")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=_kit.daily_seed())
    parser.add_argument("--place", type=Path, default=Path("build/drills"))
    asked = parser.parse_args(arguments)
    print(f"seed {asked.seed}", flush=True)
    built = _kit.base(asked.place)
    held = True
    for what in asked.of or ("publication", "build"):
        begun = time.monotonic()
        place = _kit.fresh(built)
        do = of_build if what == "build" else of_publication
        held = do(place, asked.kills, random.Random(asked.seed)) and held
        print(f"kills of a {what}: {(time.monotonic() - begun) / 60:.1f} minutes", flush=True)
    return 0 if held else 1
