"""The answer first, in plain words."""

from __future__ import annotations

from colophon.audit.report.outcome import Outcome
from colophon.audit.report.page.numbers import count, of, share
from colophon.audit.report.page.seen import kinds_of
from colophon.audit.report.whole import Whole
from colophon.audit.report.words import OUTCOMES, kind_words

SHOWN = 6  # labels named in the answer

NO_LABEL = (
    "No origin information tells nothing about how an image was made: most images online carry none. A label "
    "says how an image was made and who says so, and nothing about whether the words beside it fit."
)


def sentences(report: Whole) -> list[str]:
    """How many images, how many with which origin information, how many were not checked, what to look at."""
    found, outcomes = report.tally, report.tally.outcomes
    told = found.images - outcomes[Outcome.PROTECTED]
    audit = report.audit
    whole = f"Looked at: {of(found.images, 'image')}, all that the source holds."
    if audit.sampling is not None:
        whole = f"Looked at: {of(found.images, 'image')}, chosen by chance of {audit.found:,} in the source."
    if audit.found == 0:
        return ["The source holds no image that can be looked at.", _passed_over(report)]
    labelled, none = outcomes[Outcome.LABELLED], outcomes[Outcome.NONE]
    said = [
        f"{whole} {count(labelled)} ({share(labelled, told)}) carry a label; for {count(none)} "
        f"({share(none, told)}) there is no origin information.",
        _labels(report),
        _unchecked(outcomes[Outcome.UNCHECKED], outcomes[Outcome.PARTLY]),
        _passed_over(report),
        _copies(report),
        f"Sources disagree about {of(found.conflicts, 'image')}." if found.conflicts else "",
        _protected(outcomes[Outcome.PROTECTED]),
    ]
    return [one for one in said if one]


def tiles(report: Whole) -> list[tuple[str, str]]:
    """The same as names and figures."""
    outcomes = report.tally.outcomes
    return [
        ("Images", count(report.tally.images)),
        ("With a label", count(outcomes[Outcome.LABELLED])),
        ("No origin information", count(outcomes[Outcome.NONE])),
        ("Not checked, or not to the end", count(outcomes[Outcome.UNCHECKED] + outcomes[Outcome.PARTLY])),
        ("Sources disagree", count(report.tally.conflicts)),
        ("Near-copies with other words", count(sum(group.captions > 1 for group in report.groups))),
    ]


def _labels(report: Whole) -> str:
    given = [(kind, number) for kind, number in kinds_of(report) if kind not in OUTCOMES]
    said = [
        f"\N{LEFT DOUBLE QUOTATION MARK}{kind_words(kind)}\N{RIGHT DOUBLE QUOTATION MARK} {count(number)}"
        for kind, number in given[:SHOWN]
    ]
    rest = sum(number for _, number in given[SHOWN:])
    return f"The labels: {', '.join([*said, *([f'others {count(rest)}'] if rest else [])])}." if said else ""


def _unchecked(unchecked: int, partly: int) -> str:
    if not unchecked and not partly:
        return "Every image was checked to the end."
    said = [f"{of(unchecked, 'image')} could not be checked"] if unchecked else []
    said += [f"{of(partly, 'image')} could not be checked to the end"] if partly else []
    return f"{' and '.join(said)}; the reasons stand under What could not be checked."


def _passed_over(report: Whole) -> str:
    skipped = sum(report.audit.skipped.values())
    if not skipped:
        return ""
    entries = of(skipped, "entry of the source was", "entries of the source were")
    return f"{entries} passed over, for the reasons under What could not be checked."


def _copies(report: Whole) -> str:
    groups = report.groups
    if not groups:
        return "No image appears twice, as far as hashes show."
    other = sum(group.captions > 1 for group in groups)
    said = f"{of(len(groups), 'image appears', 'images appear')} more than once, unchanged or as a near-copy"
    if not other:
        return f"{said}."
    return f"{said}; beside {count(other)} of them the words differ. Near-copies below has every appearance."


def _protected(number: int) -> str:
    if not number:
        return ""
    return (
        f"{of(number, 'image')} matched a list of protected images. Nothing else is kept of them, and all "
        "shares are of the others."
    )
