"""Packages and secrets: what the check finds, and that it finds nothing here."""

from __future__ import annotations

from email.message import Message

import pytest
from conftest import ROOT

from plr.checks import security

LOCK = f"""# made by a tool
agate==1.9.1 \\
    --hash=sha256:{"a" * 64}
    # via dbt-core
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:{"b" * 64}
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:{"c" * 64}
"""


class Installed:
    """A distribution as importlib.metadata shows it."""

    def __init__(self, name: str, version: str, address: str | None = None) -> None:
        """Take name, version, and where it came from if not from the index."""
        self.metadata, self.version, self.address = Message(), version, address
        self.metadata["Name"] = name

    def read_text(self, name: str) -> str | None:
        """Return the record of an installation from an address."""
        return self.address if name == "direct_url.json" else None


def test_a_lock_pins_versions_and_hashes() -> None:
    """Several versions where Python needs them; a line without version or hash is refused."""
    assert security.pinned(LOCK) == {"agate": {"1.9.1"}, "numpy": {"2.4.6", "2.5.5"}}
    for line, said in (("duckdb>=2", "not pinned"), ("duckdb==2.0.0", "without a hash")):
        with pytest.raises(ValueError, match=said):
            security.pinned(f"{LOCK}{line}\n")


def test_what_is_installed_otherwise_is_found() -> None:
    """Another version, a package that is not locked, and one from an address; installers may be."""
    there = [
        Installed("agate", "1.9.0"), Installed("left_pad", "1.0"), Installed("pip", "99"),
        Installed("PyYAML", _locked("pyyaml"), '{"url": "file:///tmp/x"}'),
        Installed("duckdb", _locked("duckdb")),
    ]  # fmt: skip
    found = security.installed(ROOT, there)
    assert [(f.where, f.rule) for f in found] == [
        ("agate", "installed as locked"), ("left-pad", "installed as locked"),
        ("pyyaml", "from the index"),
    ]  # fmt: skip


def _locked(name: str) -> str:
    (version,) = security.pinned((ROOT / "requirements.lock").read_text())[name]
    return version


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN RSA PRIVATE " + "KEY-----",
        "key: AKIA" + "ABCDEFGHIJKLMNOP",
        "postgres://someone:hunter22" + "@db.example/x",
        "PLR_SALT" + "=0123456789abcdef0123456789abcdef",
        "pass" + "word: correcthorsebatterystaple",
    ],
)
def test_a_written_out_secret_is_found(text: str) -> None:
    """Each kind of secret is seen where it stands."""
    (found,) = security.secrets(ROOT, {"some.yml": f"a: 1\n{text}\n"})
    assert found.where == "some.yml:2"


@pytest.mark.parametrize(
    "text",
    ["PLR_SALT=$(openssl rand -hex 32)", "password: \"{{ env_var('PLR_PASSWORD') }}\"", "tokens"],
)
def test_a_secret_from_the_environment_is_none(text: str) -> None:
    """Naming where a secret comes from is what is asked for."""
    assert security.secrets(ROOT, {"some.yml": text}) == []


def test_nothing_is_found_in_this_project() -> None:
    """The locks agree and no file holds a secret."""
    assert security.locks(ROOT) == []
    assert security.secrets(ROOT) == []
