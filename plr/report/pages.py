"""Both documents as Markdown and as one HTML file without anything beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader

from plr.report.sections import Table

PAGES = {"board": "Board summary", "diagnostic": "Product Led Revenue diagnostic"}


@dataclass(frozen=True)
class Source:
    """The publication that the figures come from."""

    publication_id: str
    as_of_on: Any
    tables: int


def render(page: str, source: Source, tables: Sequence[Table], form: str) -> str:
    """Return a page (``board`` or ``diagnostic``) in a form (``md`` or ``html``).

    Every value is escaped: a name in the data is text in the document and nothing else.
    """
    environment = Environment(
        loader=PackageLoader("plr.report", "templates"), autoescape=form == "html",
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters["md"] = plain
    template = environment.get_template(f"page.{form}.j2")
    return template.render(title=PAGES[page], source=source, tables=tables)


def plain(text: str) -> str:
    """Return text that cannot break a Markdown table or begin a mark-up of its own."""
    flat = " ".join(text.split())
    for sign in "\\|*_`<>[]":
        flat = flat.replace(sign, f"\\{sign}")
    return flat
