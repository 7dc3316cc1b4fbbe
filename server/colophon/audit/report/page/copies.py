"""Near-copies with every appearance's date and words, and images about which sources disagree."""

from __future__ import annotations

from collections.abc import Mapping

from colophon.audit.report.groups import Group
from colophon.audit.report.outcome import kind_of
from colophon.audit.report.page.blocks import Copied
from colophon.audit.report.page.numbers import of
from colophon.audit.report.tally import SHOWN_CONFLICTS
from colophon.audit.report.whole import SHOWN_APPEARANCES, SHOWN_GROUPS, Whole, shown_of
from colophon.audit.report.words import kind_words
from colophon.audit.rows import Row
from colophon.images.hashes import NEAR
from colophon.labels.values import clean
from colophon.report.blocks import Block, Cell, Link, Quote, Section, Table, Text

MAX_WORDS = 240  # characters of a caption
MAX_PLACE = 60  # characters of where an image lies in the source
MAX_LINK = 2000  # a longer address is left out
ABOUT = (
    "An image that appears again, perhaps years later and beside other words, is the commoner problem, and "
    "no label shows it. First come those whose dates are furthest apart and whose words differ most. Whether "
    "the words fit is for people to find: a later date and other words are no finding."
)
HOW = (
    f"Images belong together when they have the same bytes or when their hashes (PDQ) are at most {NEAR} "
    "bits apart, also by way of others between them. Such images look alike; a small part may still differ. "
    "Bits apart are counted from the first appearance of the group; posts are numbered as in rows.csv."
)
_HEAD = ["Date", "Words beside it", "Account", "Site", "Label", "Bits apart", "Post"]


def near_copies(report: Whole) -> Section:
    """The groups most worth a look; all appearances of all groups stand in near_copies.csv."""
    if not report.groups:
        return Section(
            "copies", "Near-copies", [Text("No image appears twice, as far as hashes show."), Text(HOW)]
        )
    blocks: list[Block] = [Text(ABOUT), Text(HOW)]
    if len(report.groups) > SHOWN_GROUPS:
        blocks.append(
            Text(
                f"Here are the first {SHOWN_GROUPS} of {len(report.groups):,} groups; near_copies.csv has "
                "all.",
                "note",
            )
        )
    blocks += [_group(group, report.shown) for group in report.groups[:SHOWN_GROUPS]]
    return Section("copies", "Near-copies", blocks)


def conflicts(report: Whole) -> Section:
    """Images for which one source says one thing and another another."""
    tally = report.tally
    if not tally.conflicts:
        return Section("conflicts", "Sources disagree", [Text("Sources disagree about no image.")])
    rows = [
        [_date(row), kind_words(kind_of(row)), _said(row), clean(row.get("author") or ""), _post(row)]
        for row in tally.shown_conflicts
    ]
    more = (
        f": the first {SHOWN_CONFLICTS} of {tally.conflicts:,}; rows.csv has all"
        if tally.conflicts > SHOWN_CONFLICTS
        else ""
    )
    table = Table(f"What each source says{more}", ["Date", "Label", "Evidence", "Account", "Post"], rows)
    about = "Both sides are told; none is preferred here. Reviewers decide about such images."
    return Section("conflicts", "Sources disagree", [Text(about), table])


def _group(group: Group, shown: Mapping[int, Row]) -> Copied:
    rows = [shown[n] for n in shown_of(group)]
    first = rows[0]
    left = len(group.rows) - len(rows)
    half = SHOWN_APPEARANCES // 2
    more = f"The first {half} and the last {half} of {len(group.rows):,}; near_copies.csv has all"
    words = of(group.captions, "different caption") if group.captions else "no caption"
    parts = [words, of(group.accounts, "account"), of(group.sites, "site")]
    if group.first and group.last and group.days:
        parts.insert(0, f"{group.first.isoformat()} to {group.last.isoformat()} ({of(group.days, 'day')})")
    heading = f"Group {group.number}: {of(len(group.rows), 'appearance')}"
    table = Table(more if left else "", _HEAD, [_appearance(row, first) for row in rows], frozenset({5}))
    return Copied(f"group-{group.number}", heading, ", ".join(parts), table)


def _appearance(row: Row, first: Row) -> list[Cell]:
    words = clean(row.get("caption") or "", MAX_WORDS)
    return [
        _date(row),
        Quote(words) if words else f"no words{_place(row)}",
        clean(row.get("author") or ""),
        clean(row.get("site") or ""),
        kind_words(kind_of(row)),
        _bits(first, row),
        _post(row),
    ]


def _bits(first: Row, row: Row) -> str:
    if row["n"] == first["n"]:
        return "first"
    if row.get("sha256") == first.get("sha256"):
        return "same bytes"
    one, other = first.get("pdq"), row.get("pdq")
    return str((int(one, 16) ^ int(other, 16)).bit_count()) if one and other else ""


def _date(row: Row) -> str:
    return (row["posted_at"] or "")[:10] or "no date"


def _post(row: Row) -> Cell:
    link = row.get("permalink") or ""
    if link.startswith(("https://", "http://")) and len(link) <= MAX_LINK and link.isprintable():
        return Link(f"post {row['n']}", link)
    return f"row {row['n']}"


def _place(row: Row) -> str:
    """Where the image lies in the source, where no post leads to it."""
    return "" if row.get("permalink") else f"; {clean(row.get('locator') or row['id'], MAX_PLACE)}"


def _said(row: Row) -> str:
    pieces = sorted(row.get("evidence") or [], key=lambda one: (not one.get("headline"), -int(one["rank"])))
    return " ".join(clean(str(one["text"]), MAX_WORDS) for one in pieces if one["source"] != "detector")
