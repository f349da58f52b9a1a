"""sqlfluff with a garbage collector that waits: ``python -m plr.checks.lint lint models``.

The templater holds dbt's whole manifest, none of which becomes garbage; left as it is, Python's
collector walks through it again and again, for about a third of the time that the lint takes.
"""

import gc

from sqlfluff.cli.commands import cli

if __name__ == "__main__":
    gc.set_threshold(100_000, 50, 100)
    cli(prog_name="sqlfluff")
