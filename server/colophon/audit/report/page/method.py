"""How the audit was made, what it cannot tell, and with which versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from colophon.audit.parts import lost
from colophon.audit.report.whole import Whole
from colophon.audit.report.words import CHECKS, FORMATS
from colophon.audit.rows import Audit
from colophon.images.hashes import FLOOR, NEAR
from colophon.labels.values import clean
from colophon.report.blocks import Items, Section, Table, Text

MAX_VALUE = 200  # characters of a setting
WORK = "shard"  # how the work was divided: nothing that is found depends on it


def facts(report: Whole) -> list[tuple[str, str]]:
    """What was audited, for the head of the page."""
    audit = report.audit
    source = audit.source
    fingerprint = source.get("sha256") or source.get("fingerprint") or "none"
    return [
        ("Source", f"{clean(_last(source['path']))}, {FORMATS.get(source['name'], source['name'])}"),
        ("Begun on (UTC)", audit.date),
        ("SHA-256 or fingerprint of the source", fingerprint),
        ("Made with", f"Colophon {audit.colophon}"),
    ]


def method(report: Whole) -> Section:
    """What was done."""
    sampling = report.audit.sampling
    said = [
        f"Each image was checked as on a reader's page, by {_looked_at(report.audit)}. At most one label "
        "follows from the evidence, by fixed rules; the automatic check never changes a label that other "
        "evidence gives.",
        "Only what is in the source was read, and only public posts: nothing was fetched. An image's own "
        "bytes are not kept here; its hashes are.",
        "A label is given for each appearance of an image, with the words beside it: the same image may have "
        "other labels in other posts.",
        f"Near-copies: PDQ hashes at most {NEAR} bits apart (ThreatExchange, pdq/README), found by an exact "
        "search (multi-index hashing: Norouzi, Punjani & Fleet 2012, CVPR); hashes of a quality below "
        f"{FLOOR} are compared by their bytes only. Difference of words: share of words not in common with "
        "the first caption (Jaccard), letter case and addresses aside.",
        "Intervals: Wilson's, at 95 % (Wilson 1927, Journal of the American Statistical Association 22, "
        "p. 209).",
    ]
    if sampling is not None:
        said.insert(1, f"The images were chosen by chance: {_told(sampling)}.")
    return Section(
        "method", "Method", [*(Text(words, "note") for words in _missing(report.audit)), Items(said)]
    )


def _missing(audit: Audit) -> list[str]:
    """What was not there or not wanted, and so found nothing."""
    told = lost(audit.parts)
    on = _on(audit)
    if off := [words for name, words in CHECKS.items() if name not in on]:
        told.append(f"Not looked at, by the settings of this audit: {', '.join(off)}.")
    return told


def _looked_at(audit: Audit) -> str:
    """The checks that were on, and the words beside the image, which are always read."""
    return ", ".join([*(CHECKS[name] for name in _on(audit)), "and what the post says"])


def _on(audit: Audit) -> list[str]:
    made = audit.options.get("checks")
    return [name for name in CHECKS if made is None or name in made]


def limits(_: Whole) -> Section:
    """What the report cannot tell."""
    said = [
        "It does not tell whether what a picture shows happened, or whether the words beside it fit.",
        "No origin information tells nothing: most images online carry none, and most sites remove it.",
        "Evidence can be put into a file by anyone who does not sign it; each class says who speaks.",
        "The automatic check can be wrong, also about photos, and speaks only where nothing else does.",
        "Names of accounts, sites and dates are those of the source; nobody checked them.",
        "A hash shows that pictures look alike. Small changes, such as a changed word on a sign, can escape "
        "it.",
    ]
    return Section("limits", "Limits", [Items(said)])


def versions(report: Whole) -> Section:
    """With what it can be made again."""
    audit = report.audit
    rows = [[name, _value(value)] for name, value in sorted(audit.versions.items())]
    blocks = [Table("Versions", ["Part", "Version"], [["colophon", audit.colophon], *rows])]
    if audit.parts:
        there = [[name.replace("_", " "), value or "absent"] for name, value in sorted(audit.parts.items())]
        blocks.append(Table("What this audit could use", ["Part", "What there was"], there))
    options = [
        [name.replace("_", " "), _value(value)]
        for name, value in sorted(audit.options.items())
        if name != WORK
    ]
    if options:
        blocks.append(Table("Settings of this audit", ["Setting", "Value"], options))
    files = (
        "`colophon audit export` writes beside this page: rows.jsonl, rows.csv and rows.parquet with every "
        "image, weeks.csv, accounts.csv, sites.csv and near_copies.csv with what the tables above shorten, "
        "and codebook.md, which says what each column means."
    )
    return Section("versions", "Versions and files", [*blocks, Text(files)])


def _told(sampling: Mapping[str, Any]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {_value(value)}" for name, value in sorted(sampling.items()))


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value == "":
        return "none"
    if isinstance(value, Mapping):
        return _told(value)
    if isinstance(value, list | tuple):
        return ", ".join(map(_value, value)) or "none"
    return clean(str(value), MAX_VALUE)


def _last(path: str) -> str:
    """The name of the source without the folders of the computer it lay on."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2] or path
