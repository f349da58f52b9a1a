"""The lists behind the domain rules: how they are read, and what the committed seeds hold."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from plr.domain_lists import names_in, suffix_rules

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
LARGEST = 300_000


def column(seed: str, name: str) -> list[str]:
    """Read one column of a seed."""
    with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as handle:
        return [row[name] for row in csv.DictReader(handle)]


def test_suffix_rules_by_hand() -> None:
    """Wildcards, exceptions, private endings and names outside ASCII are each read as meant."""
    text = """
    // a comment
    com
    uk
    co.uk
    io
    com.io
    *.ck
    !www.ck
    公司.cn
    // ===BEGIN PRIVATE DOMAINS===
    uk.com
    com.de
    """
    assert suffix_rules(text.splitlines()) == [
        ("ck", "wildcard", True),
        ("co.uk", "exact", True),
        ("com.de", "exact", False),
        ("com.io", "exact", False),
        ("uk", "exact", True),
        ("uk.com", "exact", False),
        ("www.ck", "exception", True),
        ("xn--55qx5d.cn", "exact", True),
        ("公司.cn", "exact", True),
    ]


def test_names_are_read_without_running_the_package() -> None:
    """A set literal is read; a name that is not there is an error."""
    assert names_in("other = {'x'}\nwanted = {'B.com', 'a.com '}", "wanted") == {"a.com", "b.com"}
    with pytest.raises(KeyError):
        names_in("other = {'x'}", "wanted")


@pytest.mark.parametrize("seed", ["free_mail_domains", "disposable_domains"])
def test_domain_seed_is_clean(seed: str) -> None:
    """Lower case, sorted, without repeats, each a domain."""
    names = column(seed, "email_domain")
    assert names == sorted(set(names))
    assert all(name == name.strip().lower() and "." in name for name in names)


def test_no_domain_is_on_both_lists() -> None:
    """A provider is either free or throw-away, so that the reason shown is one."""
    free = set(column("free_mail_domains", "email_domain"))
    assert not free & set(column("disposable_domains", "email_domain"))
    assert {"gmail.com", "yahoo.co.uk", "gmx.de", "qq.com", "proton.me", "hey.com"} <= free


def test_suffix_seed_has_one_row_per_rule() -> None:
    """No rule stands twice, and the endings that the rules rest on are there."""
    names, kinds = (column("public_suffixes", of) for of in ("public_suffix", "rule_kind"))
    rules = list(zip(names, kinds, strict=True))
    assert len(rules) == len(set(rules))
    assert {("co.uk", "exact"), ("uk.com", "exact"), ("ck", "wildcard")} <= set(rules)
    assert max(name.count(".") + 1 for name, _ in rules) <= 7


@pytest.mark.parametrize(
    "seed", ["free_mail_domains", "disposable_domains", "public_suffixes", "identity_rules"]
)
def test_seed_stays_small(seed: str) -> None:
    """A seed is something to look at: not a data set."""
    assert (SEEDS / f"{seed}.csv").stat().st_size < LARGEST
