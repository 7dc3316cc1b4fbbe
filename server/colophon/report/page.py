"""Head and sections into the template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from colophon.report.blocks import Section

_HERE = Path(__file__).parent
_STYLE = "style.css"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands above the sections: first what ``title`` is a report of, in ``over``.

    ``tab`` is the window's title; ``notices`` are in the way, ``answer`` is sentences, ``tiles`` the same as
    names and figures, ``note`` what to bear in mind with them.
    """

    tab: str
    over: str
    title: str
    facts: Sequence[tuple[str, str]]
    notices: Sequence[str] = ()
    answer: Sequence[str] = ()
    tiles: Sequence[tuple[str, str]] = ()
    note: str = ""


def document(head: Head, sections: Sequence[Section], own: Path) -> str:
    """The file's text. ``own`` is the folder with the report's templates and its style.css."""
    environment = Environment(
        loader=FileSystemLoader([own, _HERE]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style = "".join((folder / _STYLE).read_text(encoding="utf-8") for folder in (_HERE, own))
    return environment.get_template("page.html").render(
        head=head,
        sections=sections,
        style=Markup(style),  # noqa: S704 - files of ours
    )
