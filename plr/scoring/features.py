"""What a score looks at: features with the direction that sense demands and their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

DIRECTIONS = {"up": 1, "down": -1, "either": 0}


@dataclass(frozen=True)
class Feature:
    """One feature of a score.

    direction: 1 where more of it can only raise the score, -1 where it can only lower it, 0 where
        it may do either.
    words: what a row says of it, with ``{}`` where its value belongs.
    is_human: whether it stems from what people of the company did.
    unknown: what a row says where the value is not known.
    """

    name: str
    direction: int
    words: str
    is_human: bool = False
    unknown: str = "unknown"

    def __post_init__(self) -> None:
        """Refuse a direction that is none."""
        if self.direction not in (-1, 0, 1):
            raise ValueError(f"{self.name}: a direction is -1, 0 or 1, not {self.direction}")

    def say(self, value: float) -> str:
        """Return the words of one value."""
        if value != value:
            return self.unknown
        return self.words.replace("{}", f"{round(value, 2):g}")


def of_rows(rows: Iterable[Mapping[str, Any]], score: str) -> tuple[Feature, ...]:
    """Return the features of a score from rows of the seed score_features, in order of name.

    Raises ValueError where a human touch is listed for a score that must not know one.
    """
    found = sorted(
        (
            Feature(
                str(row["feature"]),
                DIRECTIONS[str(row["direction"])],
                str(row["words"]),
                row["kind"] == "human",
                str(row.get("unknown") or "unknown"),
            )  # fmt: skip
            for row in rows
            if row["score"] == score
        ),
        key=lambda feature: feature.name,
    )
    people = [feature.name for feature in found if feature.is_human]
    if score == "pql" and people:
        raise ValueError(f"the PQL score must not learn what people did: {', '.join(people)}")
    return tuple(found)
