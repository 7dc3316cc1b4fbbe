"""Labels and card rows in a reader's language. `extension/background/render.js` is the twin."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

import orjson

from colophon.evidence import Confidence, Evidence, Integrity, Match, Process, Rank, Resolution, Source
from colophon.labels.messages import (
    SOURCE_LOCALE,
    LabelText,
    Messages,
    label_kinds,
    language_of,
    messages,
)
from colophon.labels.values import MAX_CHIP_NAME, STOPS, clean, fill, values_of
from colophon.wire import EvidenceOut, LabelOut

_BY_VALUE = {
    "trust": "trust",
    "note": "note",
    "digital_source_type": "source_type",
    "match": "match",
    "place": "place",
    "mark": "mark",
}
_Said = tuple[Process, Confidence, int, str | None, str | None]
_BY_PRESENCE = ("generator", "description", "watermark_declared", "reason", "right_of_100")


class Catalogue:
    """The words of one language. Get one with `catalogue`."""

    def __init__(self, texts: Messages) -> None:
        self._texts = texts

    @property
    def locale(self) -> str:
        """The language the words are in."""
        return self._texts.locale

    def label(self, resolution: Resolution) -> LabelOut | None:
        """The label of a resolution in words, or None where there is none."""
        if resolution.label_id is None or resolution.headline is None:
            return None
        values = values_of(resolution.headline, self._texts)
        if resolution.opposed is not None:
            values |= {
                "a": self._statement(resolution.headline, within=False),
                "b": self._statement(resolution.opposed, within=True),
            }
        text = self._texts.labels[resolution.label_id].about(resolution.headline)
        return self._label(resolution.label_id, text, values)

    def named(self, label_id: str, **values: str) -> LabelOut:
        """A label by its id: also ``none`` and ``not_checked``, which are shown on demand only."""
        return self._label(label_id, self._texts.labels[label_id], values)

    def row(self, evidence: Evidence, headline: bool) -> EvidenceOut:
        """One row of the card; ``headline`` marks the evidence that the label speaks for."""
        if evidence.source is Source.DETECTOR:  # on every card, and never of what a file or a page says
            e = evidence
            said = (e.process, e.confidence, e.rank, e.source_name, e.date)
            return _estimate(self, headline, said, orjson.dumps(e.details, default=dict))
        return self.made_row(evidence, headline)

    def made_row(self, evidence: Evidence, headline: bool) -> EvidenceOut:
        """The same, made anew."""
        return EvidenceOut(
            source=evidence.source,
            process=evidence.process,
            confidence=evidence.confidence,
            rank=evidence.rank,
            source_name=clean(evidence.source_name or "") or None,
            date=evidence.date,
            headline=headline,
            text=self._row_text(evidence),
            details=dict(evidence.details),
        )

    def reason(self, key: str, **values: str) -> str:
        """Why something was not checked: a phrase ("the file is empty"). KeyError for an unknown key."""
        return fill(self._texts.reasons[key], {**self._texts.fallbacks, **values})

    def _label(self, label_id: str, text: LabelText, values: Mapping[str, str]) -> LabelOut:
        kind = label_kinds()[label_id]
        on_chip = {key: clean(value, MAX_CHIP_NAME) for key, value in values.items()}
        return LabelOut(
            id=label_id,
            short=self._sentence(text.short, on_chip),
            explanation=self._sentence(text.explanation, values),
            limits=text.limits,
            locale=self.locale,
            process=kind.process,
            source=kind.source,
            confidence=kind.confidence,
        )

    def _row_text(self, evidence: Evidence) -> str:
        values = values_of(evidence, self._texts)
        keys = [k for k in _note_keys(evidence, values) if k in self._texts.notes]
        sentences = [self._row(evidence), *(self._texts.notes[k] for k in keys)]
        between = self._texts.punctuation["between"]
        return between.join(self._sentence(sentence, values) for sentence in sentences)

    def _statement(self, evidence: Evidence, within: bool) -> str:
        """The row's sentence as a clause; ``within`` another sentence its first letter is small."""
        values = values_of(evidence, self._texts)
        text = self._sentence(self._row(evidence), values, within)
        return text[:-1] if text[-1] in STOPS else text

    def _row(self, evidence: Evidence) -> str:
        key = _row_key(evidence)
        return self._texts.rows.get(key) or self._texts.rows[f"{key.partition('.')[0]}.other"]

    def _sentence(self, template: str, values: Mapping[str, str], within: bool = False) -> str:
        """The message filled. A name given from outside keeps its own first letter."""
        text = fill(template, {**self._texts.fallbacks, **values})
        given = template.startswith("{") and template[1:].partition("}")[0] in values
        return text if given else (text[0].lower() if within else text[0].upper()) + text[1:]


def catalogue(locale: str) -> Catalogue:
    """The words for a language tag: those of the language for a variant, English for an unknown one."""
    return _catalogue(language_of(locale) or SOURCE_LOCALE)


@cache
def _catalogue(language: str) -> Catalogue:
    return Catalogue(messages(language))


@lru_cache(maxsize=64)
def _estimate(words: Catalogue, headline: bool, said: _Said, details: bytes) -> EvidenceOut:
    """A row of the detector. There are about as many as it has bands, for readers who see no scores."""
    return words.made_row(Evidence(Source.DETECTOR, *said, orjson.loads(details)), headline)


def _row_key(e: Evidence) -> str:
    """The key of the sentence that says what this evidence says."""
    if e.source == Source.SIGNED:
        return _signed_key(e)
    if e.source == Source.DETECTOR:
        return f"detector.{e.details.get('band')}"
    if e.details.get("match") == Match.SIMILAR:
        return f"{e.source}.similar"
    if e.source == Source.CREATOR and e.details.get("reshare"):
        return f"creator_reshare.{e.details.get('said', e.process)}"  # a row only: its process is unknown
    return f"{e.source}.{e.process}"


def _signed_key(e: Evidence) -> str:
    integrity = e.details.get("integrity", Integrity.OK)
    if integrity != Integrity.OK:
        return f"signed.{integrity}"
    known = "signed" if e.rank >= Rank.SIGNED_INTERIM else "signed_unrecognised"
    claim = e.details.get("content_claim") if e.process == Process.UNKNOWN else e.process
    return f"{known}.{claim}"


def _note_keys(e: Evidence, values: Mapping[str, str]) -> list[str]:
    """The sentences that follow the first: how a signer is known, what the record lacks, names it gives."""
    fits = e.source != Source.SIGNED or e.details.get("integrity", Integrity.OK) == Integrity.OK
    keys = [f"{note}.{e.details[detail]}" for detail, note in _BY_VALUE.items() if detail in e.details]
    return [*keys, *(key for key in _BY_PRESENCE if key in values)] if fits else []
