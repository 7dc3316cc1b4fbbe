"""A study in words, for the researcher who is about to run it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from colophon.study.assign import shares
from colophon.study.spec.base import SHIPPED
from colophon.study.spec.factors import Factor
from colophon.study.spec.frozen import identity
from colophon.study.spec.plan import DateStop, SequentialStop, Test
from colophon.study.spec.rules.owed import altered
from colophon.study.spec.study import Study
from colophon.study.spec.treatment import Treatment

FEW = 30  # participants of an arm, below which its summary says so
_DETAIL = {"icon": "the icon alone", "short": "icon and words", "short_source": "icon, words and who says so"}
_PLACE = {"corner": "in the image's corner", "below": "below the image"}
_UNITS = {"item": "participant's item", "session": "session", "day": "participant's day (UTC)"}
_BETWEEN = "participant"


def summary(study: Study) -> str:
    """Several paragraphs of plain text."""
    parts = (_head, _arms, _within, _sees, _records, _surveys, _stops, _plan, _notes, _foot)
    return "\n\n".join(text for part in parts if (text := "\n".join(part(study))))


def arms(study: Study) -> list[tuple[dict[str, str], float]]:
    """Every combination of levels that participants are drawn into, with its share of all participants."""
    between = [factor for factor in study.factors if factor.unit == _BETWEEN]
    kept = 1 - (study.holdout.share if study.holdout else 0)
    levels = [list(zip((level.name for level in f.levels), shares(f), strict=True)) for f in between]
    return [
        (
            {factor.name: name for factor, (name, _) in zip(between, chosen, strict=True)},
            kept * prod(share for _, share in chosen),
        )
        for chosen in product(*levels)
    ]


def seen(treatment: Treatment) -> str:
    """What somebody with this treatment sees, in one sentence."""
    if treatment.show == "nothing":
        return "nothing is shown; labels are computed and recorded all the same"
    delay = f"; each appears after {treatment.delay_ms} ms at the earliest" if treatment.delay_ms else ""
    where = _PLACE[treatment.placement]
    if treatment.show == "placebo":
        return f'a neutral chip "Image details" {where}, where a label would be{delay}'
    words = "the shipped words" if treatment.label_set == SHIPPED else f"the words of {treatment.label_set}"
    which = (
        "every image that has one"
        if treatment.coverage == 1
        else f"{treatment.coverage:.0%} of the images that have one"
    )
    others = (
        '; "No origin information" on the other checked images'
        if treatment.unlabelled == "no_origin_information"
        else ""
    )
    colour = ", in a warning colour" if treatment.colour == "warn" else ""
    return f"labels on {which}: {_DETAIL[treatment.detail]}, {words}, {where}{colour}{others}{delay}"


def _head(study: Study) -> Iterator[str]:
    feed = "participants' own feeds" if study.feed == "own" else "a feed that the study serves"
    yield f"{study.id}, version {study.version}: {study.title[study.locales[0]]}"
    yield f"  in {', '.join(study.locales)}; {feed}; adults only; approval: {study.ethics or 'none named'}"
    opens = f"from {study.dates.opens} " if study.dates.opens else ""
    yield f"  runs {opens}to {study.dates.closes}; data are deleted after {study.dates.retention}"
    baseline = study.phases.baseline_days
    first = f"{baseline} days of baseline (nothing is shown), then " if baseline else ""
    yield f"  for each participant {first}{study.phases.treatment_days} days of treatment"


def _arms(study: Study) -> Iterator[str]:
    yield f"Arms, expected of {study.stopping.n:,} participants"
    rows = [(_name(levels), share) for levels, share in arms(study)]
    rows += [("holdout", study.holdout.share)] if study.holdout else []
    width = max(len(name) for name, _ in rows)
    for name, share in rows:
        number = share * study.stopping.n
        few = "  (few)" if number < FEW else ""
        yield f"  {name:<{width}}  {share:>6.1%}  {number:>9,.0f}{few}"
    if study.strata:
        by = " and ".join(study.strata.by)
        yield f"  drawn in blocks of {study.strata.block} within each {by}, by the server"


def _within(study: Study) -> Iterator[str]:
    within = [factor for factor in study.factors if factor.unit != _BETWEEN]
    if within:
        yield "Within participants"
    for factor in within:
        levels = (
            f"{level.name} {share:.1%}" for level, share in zip(factor.levels, shares(factor), strict=True)
        )
        yield f"  {factor.name}, drawn by {_UNITS[factor.unit]}: {', '.join(levels)}"


def _sees(study: Study) -> Iterator[str]:
    yield "What they see"
    between = [levels for levels, _ in arms(study)]
    within: list[Factor] = [factor for factor in study.factors if factor.unit != _BETWEEN]
    inner = [dict(zip((f.name for f in within), one, strict=True)) for one in product(*map(_names, within))]
    for levels in (outer | more for outer in between for more in inner):
        yield f"  {_name(levels)}: {seen(study.treatment_of(levels))}"
    if study.holdout:
        yield f"  holdout: {seen(study.treatment_of({}, holdout=True))}"


def _records(study: Study) -> Iterator[str]:
    rule = study.exposure
    focus = ", in a tab that has the focus" if rule.focused else ""
    yield "What is recorded"
    yield "  of each checked image: its keyed hash, the label that it would have, what was shown and when,"
    yield "  how long it was in view; what was opened, contested, hidden, shared, liked or replied to"
    yield f"  an image counts as seen: {rule.ratio:.0%} of it for {rule.milliseconds} ms at a stretch{focus}"
    yield "  never: words of posts, captions, accounts, addresses, images"


def _surveys(study: Study) -> Iterator[str]:
    if study.surveys:
        yield "Surveys, each can be declined"
    for survey in study.surveys:
        names = ", ".join(question.name for question in survey.questions)
        which = {
            "all": "images",
            "labelled": "images that have a label",
            "unlabelled": "images without a label",
        }
        when = (
            f"{survey.share:.0%} of the {which[survey.only]} seen, at most {survey.per_session} a session"
            if survey.when == "item"
            else f"{survey.when} the study"
        )
        yield f"  {survey.name}, {when}: {names}"


def _stops(study: Study) -> Iterator[str]:
    rule = study.stopping
    yield "Stopping"
    if isinstance(rule, DateStop):
        yield f"  enrolment ends on {rule.on}; {rule.n:,} participants are expected; one look at the data"
    elif isinstance(rule, SequentialStop):
        yield f"  looks from {rule.first_look:,} participants on, by confidence sequences; ends at {rule.n:,}"
    else:
        yield f"  enrolment ends with participant {rule.n:,}; one look at the data"


def _plan(study: Study) -> Iterator[str]:
    yield f"Analysis, two-sided at alpha = {study.analysis.alpha:g}, Holm within families"
    for test in study.analysis.tests:
        yield f"  {test.family} / {test.name} ({test.role}): {_compared(test)}"
    out = study.analysis.exclude
    rules = [f"fewer than {out.min_exposures} images seen"] if out.min_exposures else []
    rules += [f"fewer than {out.min_sessions} sessions"] if out.min_sessions else []
    rules += [f"{out.failed_attention} or more attention checks failed"] if out.failed_attention else []
    yield f"  left out: participants with {' or '.join(rules)}" if rules else "  nobody is left out"


def _compared(test: Test) -> str:
    what = f"{test.outcome} of {test.question}" if test.question else test.outcome
    covariate = ", with the baseline as covariate" if test.covariate == "baseline" else ""
    margin = f", may be worse by {test.margin:g}" if test.margin else ""
    return f"{what}, {test.contrast[1]} against {test.contrast[0]}, {test.method}{covariate}{margin}"


def _notes(study: Study) -> Iterator[str]:
    delays = {study.treatment_of(levels).delay_ms for levels, _ in arms(study)}
    if len(delays) > 1:
        times = " or ".join(map(str, sorted(delays)))
        yield f"Chips appear after {times} ms, by arm: speed is part of the treatment."
    found = sorted({what for _, what in altered(study)})
    if found:
        yield f"Participants are told afterwards, because there is {' and '.join(found)}."


def _foot(study: Study) -> Iterator[str]:
    for locale in study.locales:
        yield f"consent text, {locale}: {study.consent_sha256(locale)}"
    yield f"id to preregister, once frozen: {identity(study)}"


def _name(levels: dict[str, str]) -> str:
    return ", ".join(f"{factor} = {level}" for factor, level in levels.items()) or "all"


def _names(factor: Factor) -> list[str]:
    return [level.name for level in factor.levels]
