"""What changed since an earlier audit, as a section of the page."""

from __future__ import annotations

from colophon.audit.diff import SHOWN, Change, Difference, Sort, moves_of
from colophon.audit.report.page.numbers import NOTHING, count, of
from colophon.audit.report.words import kind_words
from colophon.labels.values import clean
from colophon.report.blocks import Block, Section, Table, Text

SHOWN_MOVES = 20
MAX_ID = 120  # characters
_SORTS = {
    Sort.APPEARED: "New in the source",
    Sort.GONE: "Not in the source any more",
    Sort.REPLACED: "Another image in the same place",
    Sort.LABEL: "Another label, or another reason for none",
    Sort.EVIDENCE: "The same label, other evidence",
}
_SAMPLED = (
    "At least one of the audits looked at a sample: an image that is new or gone here may just not have been "
    "drawn."
)


def changes(found: Difference) -> Section:
    """Numbers first, then the images."""
    rows = [[words, count(found.counts[sort])] for sort, words in _SORTS.items()]
    rows.append(["Unchanged", count(found.unchanged)])
    blocks: list[Block] = [Table("Images since then", ["What happened", "Images"], rows, frozenset({1}))]
    if found.protected:
        told = of(found.protected, "image is", "images are")
        blocks.append(Text(f"{told} protected in one of the audits, and not compared."))
    if found.sampled:
        blocks.append(Text(_SAMPLED, "note"))
    if found.versions:
        about = "Other versions may give other labels for the same image."
        table = Table("Versions that differ", ["Part", "Then", "Now"], [list(one) for one in found.versions])
        blocks += [table, Text(about)]
    if found.moves:
        moved = [
            [kind_words(old), kind_words(new), count(n)] for (old, new), n in moves_of(found)[:SHOWN_MOVES]
        ]
        blocks.append(Table("From one label to another", ["Then", "Now", "Images"], moved, frozenset({2})))
    blocks += [_listed(sort, found) for sort in Sort if found.counts[sort]]
    return Section("changes", f"Since the audit of {found.before.date}", blocks)


def _listed(sort: Sort, found: Difference) -> Table:
    shown = found.shown[sort]
    more = (
        f": the first {SHOWN} of {found.counts[sort]:,}; `colophon audit diff` gives all"
        if found.counts[sort] > SHOWN
        else ""
    )
    return Table(
        f"{_SORTS[sort]}{more}",
        ["Name in the source", "Then", "Now", "Row"],
        [_row(one) for one in shown],
        frozenset({3}),
    )


def _row(change: Change) -> list[str]:
    return [
        clean(change.id, MAX_ID),
        NOTHING if change.before is None else kind_words(change.before),
        NOTHING if change.now is None else kind_words(change.now),
        NOTHING if change.n is None else str(change.n),
    ]
