"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One breach: ``where`` names node or file, ``rule`` the law, ``message`` what to do."""

    where: str
    rule: str
    message: str

    def __str__(self) -> str:
        """Return the finding as one line."""
        return f"{self.where}: {self.message} [{self.rule}]"
