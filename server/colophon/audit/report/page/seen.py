"""What was seen: labels, evidence, and both over time."""

from __future__ import annotations

from collections.abc import Iterable

from colophon.audit.report.outcome import Outcome
from colophon.audit.report.page.blocks import Strip, Timeline
from colophon.audit.report.page.numbers import NOTHING, between, capital, count, of, share
from colophon.audit.report.times import Times, times
from colophon.audit.report.whole import Whole
from colophon.audit.report.words import OUTCOMES, REACHES, SOURCES, class_words, kind_meaning, kind_words
from colophon.evidence import Source
from colophon.report.blocks import Block, Section, Table, Text

SHOWN_STRIPS = 10  # labels with a row of their own in the plot
SHOWN_NAMES = 30
_EVIDENCE_ORDER = {str(source): number for number, source in enumerate(Source)}
_OTHERS = "other labels"


def labels(report: Whole) -> Section:
    """Every label that was given, and what came of the other images."""
    told = report.tally.images - report.tally.outcomes[Outcome.PROTECTED]
    rows = [
        [kind_words(kind), count(number), share(number, told), kind_meaning(kind)]
        for kind, number in kinds_of(report)
    ]
    if not rows:
        return Section("labels", "Labels", [Text("No image was looked at.")])
    head = ["Label", "Images", "Share", "What it tells"]
    return Section(
        "labels", "Labels", [Table("Images by label, and those without one", head, rows, frozenset({1, 2}))]
    )


def prevalence(report: Whole) -> Section | None:
    """What a sample says of the whole source; None where all of it was looked at."""
    if report.audit.sampling is None:
        return None
    outcomes = report.tally.outcomes
    checked = outcomes[Outcome.LABELLED] + outcomes[Outcome.NONE]
    rows = [
        [kind_words(kind), count(number), share(number, checked), between(number, checked)]
        for kind, number in kinds_of(report)
        if kind not in (Outcome.PARTLY, Outcome.UNCHECKED)
    ]
    caption = (
        f"Shares of the {of(checked, 'image')} that were checked to the end, with what they say of the source"
    )
    table = Table(caption, ["Label", "Images", "Share", "95 % interval"], rows, frozenset({1, 2, 3}))
    about = (
        f"Of {of(report.audit.found, 'image')} in the source {report.tally.images:,} were chosen by chance. "
        "The "
        "share in the whole source lies within the interval (Wilson) for 19 of 20 such samples. An image "
        "that "
        "could not be checked counts in neither number."
    )
    return Section("prevalence", "From the sample to the source", [Text(about), table])


def over_time(report: Whole) -> Section:
    """A row of bars for each label, on one axis."""
    found, undated = times(report.tally.weeks), report.tally.undated
    if found is None:
        return Section("time", "Over time", [Text("The source gives no date for any image.")])
    blocks: list[Block] = [_timeline(report, found)]
    left = [
        f"outside of what is drawn: {count(found.before)} before, {count(found.after)} after"
        if found.before or found.after
        else "",
        f"{of(undated, 'image has', 'images have')} no date" if undated else "",
    ]
    if any(left):
        blocks.append(Text(capital("; ".join(one for one in left if one)) + ". weeks.csv has every week."))
    return Section("time", "Over time", blocks)


def evidence(report: Whole) -> Section:
    """Who says what, the weightiest first; labels speak for one piece of it."""
    tally = report.tally
    order = sorted(
        tally.evidence, key=lambda key: (_EVIDENCE_ORDER.get(key[0], 99), -tally.evidence[key], key)
    )
    rows = []
    for key in order:
        name, about = SOURCES.get(key[0], (key[0], ""))
        rows.append(
            [
                name,
                class_words(key[0], key[1]),
                REACHES.get(key[2], key[2]),
                count(tally.evidence[key]),
                count(tally.headlines[key]),
                about,
            ]
        )
    if not rows:
        return Section("evidence", "Evidence", [Text("No evidence was found in or beside any image.")])
    head = ["Source", "Says", "How far", "Images", "Label says so", "What kind of evidence it is"]
    blocks: list[Block] = [
        Table("Images by class of evidence; one image may have several", head, rows, frozenset({3, 4}))
    ]
    named = sorted(tally.names.items(), key=lambda pair: (-pair[1], pair[0]))
    if named:
        cells = [
            [name, SOURCES.get(source, (source, ""))[0], count(n)]
            for (source, name), n in named[:SHOWN_NAMES]
        ]
        caption = f"Names that the evidence gives{_first(len(named), SHOWN_NAMES)}"
        blocks.append(Table(caption, ["Name", "Source", "Images"], cells, frozenset({2})))
    return Section("evidence", "Evidence", blocks)


def _first(number: int, shown: int) -> str:
    return f": the first {shown} of {number:,}" if number > shown else ""


def kinds_of(report: Whole) -> list[tuple[str, int]]:
    """Labels by number, then what has none."""
    kinds = report.tally.kinds
    given = sorted((k for k in kinds if k not in OUTCOMES), key=lambda k: (-kinds[k], k))
    return [(kind, kinds[kind]) for kind in (*given, *(o for o in OUTCOMES if kinds[o]))]


def _timeline(report: Whole, found: Times) -> Timeline:
    kinds = [kind for kind, _ in kinds_of(report)]
    given = [kind for kind in kinds if kind not in OUTCOMES]
    rest = given[SHOWN_STRIPS:] if len(given) > SHOWN_STRIPS + 1 else []
    series: list[tuple[str, list[int]]] = [("All images", found.of(None))]
    series += [(kind_words(kind), found.of(kind)) for kind in given if kind not in rest]
    if rest:
        series.append((_OTHERS.capitalize(), _sum(found.of(kind) for kind in rest)))
    series += [(kind_words(kind), found.of(kind)) for kind in kinds if kind in OUTCOMES]
    names = [found.step.name(bar) for bar in range(found.first, found.last + 1)]
    rows = [
        [names[i], *(count(values[i]) if values[i] else NOTHING for _, values in series)]
        for i in range(len(names))
        if series[0][1][i]
    ]
    head = [found.step.word.capitalize(), *(name for name, _ in series)]
    table = Table(
        f"Images by {found.step.word}; those without any are left out",
        head,
        rows,
        frozenset(range(1, len(head))),
    )
    about = f"Images by {found.step.word} of their posts. Each row has its own scale, named beside it."
    strips = [_strip(name, values, names) for name, values in series]
    return Timeline(about, strips, _ticks(names), table)


def _strip(name: str, values: list[int], names: list[str]) -> Strip:
    most = max(values)
    width = 100 / len(values)
    bars = [
        (round(i * width, 3), round(100 * value / most, 2), f"{names[i]}: {of(value, 'image')}")
        for i, value in enumerate(values)
        if value
    ]
    return Strip(
        name, count(sum(values)), f"at most {count(most)}", bars, round(max(width * 0.86, width - 0.6), 3)
    )


def _ticks(names: list[str]) -> list[tuple[float, str]]:
    """First, middle and last bar, under their middle."""
    last = len(names) - 1
    places = dict.fromkeys((0, last // 2, last)) if last > 3 else dict.fromkeys((0, last))
    return [(round(100 * (i + 0.5) / len(names), 2), names[i].removeprefix("week of ")) for i in places]


def _sum(rows: Iterable[list[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]
