"""Drills: what goes wrong with a warehouse in service, done on purpose and counted.

Each module of this package is one drill with ``main(arguments) -> int``, run by
``python -m plr.drills <name> [arguments]``: it works in a folder of its own, prints what it did,
what came of it and how many minutes it took, and returns 0 where everything held.
"""
