"""What a stranger could use: packages other than the locked ones, and secrets in the files.

No vulnerability service is asked here, because continuous integration must pass without a network;
where there is one, `pip-audit --strict --no-deps --disable-pip -r requirements.lock` asks it. What
can be said without one: every package is pinned with its hashes, both locks agree, and what is
installed is what is locked and came from nowhere else.
"""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path

from plr.checks.findings import Finding

# Installers: they put the locked packages in place and are not part of the project.
INSTALLERS = frozenset({"pip", "setuptools", "wheel", "uv"})
REQUIREMENT = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[^]]*\])?==(?P<version>[^\s;\\]+)")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
# Kind of secret -> how it looks when it is written out.
SECRETS: Mapping[str, str] = {
    "private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "cloud key": r"\b(AKIA|ASIA)[0-9A-Z]{16}\b",
    "token": r"\b(gh[pousr]_[A-Za-z0-9]{30,}|sk_live_[A-Za-z0-9]{16,}|xox[abpr]-[A-Za-z0-9-]{10,})",
    "password in an address": r"\b[a-z+]+://[^\s:/@{}$<>]+:[^\s@{}$<>]+@",
    "written-out secret": (
        r"(?i)\b(password|passwd|secret|api_key|access_key|token|plr_salt)\b\s*[:=]\s*"
        r"['\"]?(?!\$|\{\{|env_var|os\.environ|None\b|null\b)[A-Za-z0-9+/_-]{16,}"
    ),
}
TEXTS = frozenset({".py", ".sql", ".yml", ".yaml", ".toml", ".md", ".csv", ".txt", ".json", ""})


def pinned(lock: str) -> dict[str, set[str]]:
    """Return versions by normal name of a requirements file; ValueError for a line without a hash.

    There are several where Python versions need different ones.
    """
    out: dict[str, set[str]] = {}
    blocks = re.split(r"\n(?=[A-Za-z0-9])", "\n" + lock)
    for block in blocks:
        text = block.strip()
        if not text or text.startswith("#"):
            continue
        found = REQUIREMENT.match(text)
        if found is None:
            raise ValueError(f"not pinned to one version: {text.splitlines()[0]}")
        if not HASH.search(text):
            raise ValueError(f"without a hash: {text.splitlines()[0]}")
        out.setdefault(normal(found["name"]), set()).add(found["version"])
    return out


def normal(name: str) -> str:
    """Return a package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locks(root: Path) -> list[Finding]:
    """Return where requirements.lock is not pinned, or says otherwise than uv.lock."""
    try:
        own = pinned((root / "requirements.lock").read_text(encoding="utf-8"))
    except ValueError as error:
        return [Finding("requirements.lock", "pinned", f"{error}; run `make lock`")]
    stated = tomllib.loads((root / "uv.lock").read_text(encoding="utf-8"))["package"]
    theirs: dict[str, set[str]] = {}
    found = []
    for package in stated:
        theirs.setdefault(normal(package["name"]), set()).add(str(package.get("version")))
        source = package.get("source", {})
        if not set(source) & {"registry", "virtual", "editable"} or "editable" in source:
            found.append(Finding("uv.lock", "from the index", f"{package['name']} from {source}"))
    return found + [
        Finding("requirements.lock", "locks agree", f"{name} {version} is not in uv.lock")
        for name, versions in own.items()
        for version in sorted(versions - theirs.get(name, set()))
    ]


def installed(root: Path, there: list[Distribution] | None = None) -> list[Finding]:
    """Return what is installed in this environment and is not what is locked."""
    own = pinned((root / "requirements.lock").read_text(encoding="utf-8"))
    found = []
    for distribution in distributions() if there is None else there:
        name = normal(distribution.metadata["Name"])
        if name in INSTALLERS:
            continue
        if distribution.version not in own.get(name, set()):
            locked = " or ".join(sorted(own.get(name, {"nothing"})))
            message = f"{distribution.version} is installed, the lock says {locked}"
            found.append(Finding(name, "installed as locked", message))
        elif distribution.read_text("direct_url.json"):
            found.append(Finding(name, "from the index", "it was installed from an address"))
    return sorted(found)


def secrets(root: Path, files: Mapping[str, str] | None = None) -> list[Finding]:
    """Return what looks like a secret in the files under version control (or in those given)."""
    found = []
    for name, text in (tracked(root) if files is None else files).items():
        for kind, pattern in SECRETS.items():
            for match in re.finditer(pattern, text):
                line = text.count("\n", 0, match.start()) + 1
                message = f"looks like a {kind}; secrets come from the environment alone"
                found.append(Finding(f"{name}:{line}", "no secrets", message))
    return found


def tracked(root: Path) -> dict[str, str]:
    """Return the text of every text file under version control, locks left out."""
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True
    )
    names = [n for n in done.stdout.split("\0") if n and Path(n).suffix in TEXTS]
    return {
        name: (root / name).read_text(encoding="utf-8", errors="replace")
        for name in names
        if not name.endswith(".lock") and (root / name).is_file()
    }


def check(root: Path) -> list[Finding]:
    """Return every finding."""
    return [*locks(root), *installed(root), *secrets(root)]
