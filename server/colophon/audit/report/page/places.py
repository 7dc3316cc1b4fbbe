"""Accounts and sites: counts and shares of their images, and nothing about people."""

from __future__ import annotations

from collections.abc import Iterable

from colophon.audit.report.page.numbers import between, count, share
from colophon.audit.report.tally import Count
from colophon.audit.report.whole import Whole
from colophon.labels.values import clean
from colophon.report.blocks import Section, Table, Text

SHOWN = 30
NO_NAME = "not named in the source"
_HEAD = [
    "Images",
    "Checked",
    "With a label",
    "Share of checked",
    "95 % interval",
    "Not checked",
    "Sources disagree",
]
ABOUT = (
    "In the order of the number of images, which says nothing else. A label is about an image and who says "
    "how "
    "it was made; it is no finding about the account: many who make or share AI images say so themselves."
)
FEW = (
    "Of few images a share says little: with 1 of 2 the interval reaches from 9.5 to 90.5 %. Do not compare "
    "accounts or sites whose intervals overlap."
)


def accounts(report: Whole) -> Section:
    """The accounts with most images; all of them stand in accounts.csv."""
    found = report.tally.accounts
    order = sorted(found, key=lambda key: (-found[key].images, key))
    rows = [
        [clean(author) or NO_NAME, clean(site) or NO_NAME, *_cells(found[site, author])]
        for site, author in order[:SHOWN]
    ]
    table = Table(
        _caption("account", len(order), "accounts.csv"),
        ["Account", "Site", *_HEAD],
        rows,
        frozenset(range(2, 9)),
    )
    if set(found) <= {("", "")}:
        return Section("accounts", "Accounts", [Text("The source names no account.")])
    return Section("accounts", "Accounts", [Text(ABOUT), table, Text(FEW, "note")])


def sites(report: Whole) -> Section:
    """The sites with most images; all of them stand in sites.csv."""
    found = report.tally.sites
    order = sorted(found, key=lambda key: (-found[key].images, key))
    rows = [[clean(site) or NO_NAME, *_cells(found[site])] for site in order[:SHOWN]]
    table = Table(_caption("site", len(order), "sites.csv"), ["Site", *_HEAD], rows, frozenset(range(1, 8)))
    if set(found) <= {""}:
        return Section("sites", "Sites", [Text("The source names no site.")])
    return Section("sites", "Sites", [table])


def _caption(what: str, number: int, file: str) -> str:
    if number <= SHOWN:
        return f"Images by {what}"
    return f"Images by {what}: the {SHOWN} with most images of {number:,}; {file} has all"


def _cells(found: Count) -> Iterable[str]:
    return (
        count(found.images),
        count(found.checked),
        count(found.labelled),
        share(found.labelled, found.checked),
        between(found.labelled, found.checked),
        count(found.images - found.checked),
        count(found.conflicts),
    )
