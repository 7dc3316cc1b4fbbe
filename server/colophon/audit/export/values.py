"""The cells of every table, as values: None where there is nothing to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from colophon.audit.prevalence import wilson
from colophon.audit.report.groups import Group
from colophon.audit.report.outcome import Outcome, outcome_of, reason_of
from colophon.audit.report.tally import Count, Tally, monday
from colophon.audit.report.words import kind_words
from colophon.audit.rows import Row

Cells = list[Any]
_DIGITS = 6  # of shares


def told(rows: Iterable[Row]) -> Iterator[Row]:
    """Without protected images: of them nothing leaves the audit but their number."""
    return (row for row in rows if outcome_of(row) is not Outcome.PROTECTED)


def cells_of_row(row: Row) -> Cells:
    """Of the table ``rows``."""
    label: Mapping[str, Any] = row.get("label") or {}
    evidence = row.get("evidence")
    return [
        *_post(row),
        *(row.get(name) for name in ("reshare", "caption", "alt", "platform_label", "locator", "status")),
        reason_of(row),
        *(label.get(name) for name in ("id", "short", "process", "source", "confidence")),
        row.get("conflict"),
        _sentences(evidence or []),
        None if evidence is None else _json(evidence),
        None if "checks" not in row else _json(row["checks"]),
        *_hashes(row),
    ]


def cells_of_copy(row: Row, group: Group, place: int) -> Cells:
    """Of the table ``near_copies``."""
    label: Mapping[str, Any] = row.get("label") or {}
    return [group.number, place, *_post(row), row.get("caption"), label.get("id"), *_hashes(row)]


def copies(rows: Iterable[Row], groups: Iterable[Group]) -> Iterator[Cells]:
    """Every appearance of every group, in the order of the source."""
    places = {n: (group, place) for group in groups for place, n in enumerate(group.rows, 1)}
    for row in rows:
        if found := places.get(row["n"]):
            yield cells_of_copy(row, *found)


def weeks(tally: Tally) -> Iterator[Cells]:
    """Every week with images, then those without a date."""
    dated = tally.kinds.copy()
    for (week, kind), number in sorted(tally.weeks.items()):
        dated[kind] -= number
        yield [monday(week).isoformat(), kind, kind_words(kind), number]
    for kind, number in sorted(dated.items()):
        if number:
            yield [None, kind, kind_words(kind), number]


def accounts(tally: Tally) -> Iterator[Cells]:
    """By number of images, as on the page."""
    order = sorted(tally.accounts, key=lambda key: (-tally.accounts[key].images, key))
    return ([author or None, site or None, *_counts(tally.accounts[site, author])] for site, author in order)


def sites(tally: Tally) -> Iterator[Cells]:
    """By number of images, as on the page."""
    order = sorted(tally.sites, key=lambda key: (-tally.sites[key].images, key))
    return ([site or None, *_counts(tally.sites[site])] for site in order)


def _counts(found: Count) -> Cells:
    cells: Cells = [found.images, found.checked, found.labelled]
    if found.checked:
        ends = wilson(found.labelled, found.checked)
        cells += [round(one, _DIGITS) for one in (found.labelled / found.checked, *ends)]
    else:
        cells += [None, None, None]
    return [*cells, found.conflicts]


def _post(row: Row) -> Cells:
    return [row["n"], row["id"], row["posted_at"], row.get("site"), row.get("author"), row.get("permalink")]


def _hashes(row: Row) -> Cells:
    return [row.get("sha256"), row.get("pdq"), row.get("pdq_quality")]


def _sentences(evidence: list[dict[str, Any]]) -> str | None:
    order = sorted(evidence, key=lambda one: (not one.get("headline"), -int(one["rank"])))
    return " ".join(str(one["text"]) for one in order) or None


def _json(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
