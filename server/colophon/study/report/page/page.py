"""The report's head, and its sections in their order."""

from __future__ import annotations

from pathlib import Path

from colophon.report.blocks import Block, Items, Section, Text
from colophon.report.page import Head, document
from colophon.study.report.page import effects, who
from colophon.study.report.page.method import sentences
from colophon.study.report.page.numbers import count
from colophon.study.report.whole import Whole
from colophon.study.spec.plan import SequentialStop

SIMULATED = (
    "These people are made up: a simulation enrolled them; what is to be found stands under Put in. "
    "Nothing here says anything about people."
)
NO_SPILLOVER = (
    "No comparison of answers about images without a label is planned: whether labels move what people think "
    "of the others is not known from this study."
)
RUNNING = "The study still runs: what is here will change."


def page(report: Whole) -> str:
    """The file's text."""
    study = report.frozen.study
    head = Head(
        tab=f"{study.id}: report",
        over="Report of a study of label designs",
        title=study.title.get("en") or next(iter(study.title.values())),
        facts=_facts(report),
        notices=_notices(report),
    )
    return document(head, sections(report), Path(__file__).parent)


def sections(report: Whole) -> list[Section]:
    """In the order in which they should be read; what the plan has no use for is left out."""
    study = report.frozen.study
    with_baseline = any(test.covariate == "baseline" for test in study.analysis.tests)
    return [
        who.split(report),
        who.left_out(report),
        effects.planned(report),
        *([effects.baseline(report)] if with_baseline else []),
        _discernment(report),
        effects.of_outcomes(report, "spillover", "Images without a label", ["spillover"], NO_SPILLOVER),
        effects.understanding(report),
        effects.families(report),
        *([effects.narrowing(report)] if isinstance(study.stopping, SequentialStop) else []),
        *([effects.strata(report)] if study.strata else []),
        who.not_known(report),
        Section("method", "Method", [Items(sentences(study))]),
    ]


def _discernment(report: Whole) -> Section:
    outcomes = ("discernment", "d_prime", "share_discernment", "over_reliance")
    nothing = "No comparison of how well people tell images apart is planned."
    found = effects.of_outcomes(report, "discernment", "Telling images apart", outcomes, nothing)
    blocks: list[Block] = list(found.blocks)
    if said := report.found.discernment:
        blocks = [Text(f"{said[0].upper()}{said[1:]}.")]
    return Section(found.id, found.heading, blocks)


def _notices(report: Whole) -> list[str]:
    notices = [SIMULATED] if report.put_in is not None else []
    if report.running:
        notices.append(RUNNING)
    return notices


def _facts(report: Whole) -> list[tuple[str, str]]:
    frozen, manifest = report.frozen, report.manifest
    study, days = frozen.study, frozen.study.phases
    made_with = ", ".join(f"{name} {version}" for name, version in sorted(frozen.versions.items()))
    facts = [
        ("Study", f"{study.id}, version {study.version}"),
        ("Id preregistered", frozen.sha256),
        ("Frozen", frozen.frozen.isoformat()),
        ("Preregistration", study.preregistration or "none named"),
        ("Ethics board", study.ethics or "none named"),
        ("Ran", f"{_day(manifest.get('opened'))} to {_day(manifest.get('closed')) or 'now'}"),
        ("Phases", f"{days.baseline_days} days of baseline, {days.treatment_days} of treatment"),
        ("Participants", count(report.people)),
        ("Exported", f"{_day(manifest.get('exported'))}, {manifest.get('program')}"),
        ("Frozen with", made_with),
        ("Contact", f"{study.contact.name}, {study.contact.email}"),
    ]
    return [(name, value) for name, value in facts if value]


def _day(moment: object) -> str:
    return str(moment)[:10] if moment else ""
