"""The tables of an audit and what each column means: files and codebook are made from this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

FORMAT = 1  # of these tables; raised when a column changes its meaning or goes


class Type(StrEnum):
    """What a column holds; the value is DuckDB's name of it."""

    TEXT = "VARCHAR"
    WHOLE = "BIGINT"
    NUMBER = "DOUBLE"
    YES_NO = "BOOLEAN"


@dataclass(frozen=True, slots=True)
class Column:
    """``missing`` says what an empty cell means."""

    name: str
    type: Type
    meaning: str
    missing: str = "never empty"


_UNSAID = "the source does not say"
_UNCHECKED = "the image could not be checked"
_NO_LABEL = "no label"
_SHARE = "nothing was checked"

_ROW = (
    Column("n", Type.WHOLE, "Number of the appearance, from 0, in the order of the source"),
    Column("id", Type.TEXT, "Name of the appearance in the source; the same in every audit of it"),
)
_POST = (
    Column("posted_at", Type.TEXT, "Time of the post, ISO 8601, UTC", _UNSAID),
    Column("site", Type.TEXT, "Site", _UNSAID),
    Column("author", Type.TEXT, "Account", _UNSAID),
    Column("permalink", Type.TEXT, "Address of the post", _UNSAID),
)
_HASHES = (
    Column("sha256", Type.TEXT, "SHA-256 of the image's bytes, 64 hex digits", _UNCHECKED),
    Column("pdq", Type.TEXT, "PDQ hash of the picture, 64 hex digits", _UNCHECKED),
    Column("pdq_quality", Type.WHOLE, "Its quality, 0 to 100; below 50 it matches by chance", _UNCHECKED),
)
_COUNTS = (
    Column("images", Type.WHOLE, "Images"),
    Column("checked", Type.WHOLE, "Of them checked to the end, or with a label"),
    Column("labelled", Type.WHOLE, "Of them with a label"),
    Column("share", Type.NUMBER, "labelled / checked", _SHARE),
    Column("low", Type.NUMBER, "Lower end of its 95 % interval (Wilson)", _SHARE),
    Column("high", Type.NUMBER, "Upper end", _SHARE),
    Column("conflicts", Type.WHOLE, "Images about which sources disagree"),
)

TABLES: Mapping[str, tuple[Column, ...]] = {
    "rows": (
        *_ROW,
        *_POST,
        Column("reshare", Type.YES_NO, "Whether the post shares another's"),
        Column("caption", Type.TEXT, "Words of the post", "none"),
        Column("alt", Type.TEXT, "Alternative text of the image", "none"),
        Column("platform_label", Type.TEXT, "The site's own label, as shown", "none"),
        Column("locator", Type.TEXT, "Where the bytes are in the source"),
        Column(
            "status",
            Type.TEXT,
            "labelled; none: checked, nothing found; error: a check failed and no other gave a label; "
            "not_checked, unreadable: see why. Protected images are in no table",
        ),
        Column("why", Type.TEXT, "Why it could not be checked", "it was checked"),
        Column("label", Type.TEXT, "Id of its label", _NO_LABEL),
        Column("label_text", Type.TEXT, "The label in words", _NO_LABEL),
        Column("process", Type.TEXT, "What the label says was done", "no label, or it says nothing of it"),
        Column("source", Type.TEXT, "Who or what says so", "no label, or several sources"),
        Column("confidence", Type.TEXT, "How far the source can be trusted", "no label"),
        Column("conflict", Type.YES_NO, "Whether sources disagree", _UNCHECKED),
        Column("evidence_text", Type.TEXT, "All evidence in words, the weightiest first", "none"),
        Column("evidence", Type.TEXT, "All evidence, JSON", _UNCHECKED),
        Column("checks", Type.TEXT, "How each check went, JSON", _UNCHECKED),
        *_HASHES,
    ),
    "weeks": (
        Column("week", Type.TEXT, "Monday with which the week begins, UTC", "posts without a date"),
        Column("kind", Type.TEXT, "Id of a label; else none, partly (not checked to the end), unchecked"),
        Column("words", Type.TEXT, "The same in words"),
        Column("images", Type.WHOLE, "Images"),
    ),
    "accounts": (
        Column("author", Type.TEXT, "Account", _UNSAID),
        Column("site", Type.TEXT, "Site", _UNSAID),
        *_COUNTS,
    ),
    "sites": (Column("site", Type.TEXT, "Site", _UNSAID), *_COUNTS),
    "near_copies": (
        Column("group", Type.WHOLE, "Number of the group, as on the page"),
        Column("place", Type.WHOLE, "Place in the group by date, from 1"),
        *_ROW,
        *_POST,
        Column("caption", Type.TEXT, "Words of the post", "none"),
        Column("label", Type.TEXT, "Id of its label", _NO_LABEL),
        *_HASHES,
    ),
}
