"""From evidence to at most one label: the rules of the label specification, sections 5, 7 and 14. Pure.

`extension/background/resolve.js` is its twin: a change here is a change there, and both are held against
``tests/resolver/enumeration.json.gz``. What the specification leaves open is decided like this:

* A source without a cell for its process falls to the same source's ``ai_involved`` cell, or gives no label.
* A reviewer's decision whose process has no cell gives no label of its own. It caps the rest: only claims of
  the same process, or of AI and no more sweeping than a decision for AI, may still label.
* A signed ``composite`` of a signer who is not recognised gives no label: it claims neither AI nor a camera.
* The detector is not alone, and so is silent, beside anything that names AI without being able to label.
* A capture and a whole-image claim that meet are queued for review even where neither is the label.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from colophon.evidence import Band, Evidence, Integrity, Match, Process, Rank, Resolution, Source

RESOLVER_VERSION = "1"

CONFLICT = "conflict"
RECORD_MISMATCH = "record_mismatch"
SIGNER_UNKNOWN = "signer_unknown"
DETECTOR = "ai_generated.detector"

# How much of an image a claim takes in; at equal rank the least sweeping claim wins.
_SWEEP = {
    Process.CAPTURED: 0,
    Process.CAPTURED_EDITED: 0,
    Process.COMPOSITE: 0,
    Process.AI_INVOLVED: 1,
    Process.AI_EDITED: 2,
    Process.COMPOSITE_AI: 2,
    Process.AI_GENERATED: 3,
}
_AI = frozenset(p for p, sweep in _SWEEP.items() if sweep)
_CAPTURE = frozenset({Process.CAPTURED, Process.CAPTURED_EDITED})

# Sources in the order that settles equal rank and equal sweep.
_SOURCE_ORDER = {
    source: place
    for place, source in enumerate(
        (
            Source.MODERATOR,
            Source.SIGNED,
            Source.WATERMARK,
            Source.REGISTRY,
            Source.PLATFORM,
            Source.REGISTRY_CREATOR,
            Source.CREATOR,
            Source.METADATA,
            Source.IMAGE_TEXT,
            Source.COMMUNITY,
            Source.DETECTOR,
        )
    )
}

# The processes each source may put on a chip. Signed records of unrecognised signers use the metadata row.
_CELLS = {
    Source.MODERATOR: (Process.CAPTURED, Process.AI_GENERATED, Process.AI_EDITED),
    Source.SIGNED: tuple(_SWEEP),
    Source.WATERMARK: (Process.AI_GENERATED, Process.AI_INVOLVED),
    Source.REGISTRY: (Process.AI_GENERATED, Process.AI_EDITED, Process.AI_INVOLVED),
    Source.PLATFORM: (Process.AI_GENERATED, Process.AI_EDITED, Process.AI_INVOLVED),
    Source.REGISTRY_CREATOR: (Process.AI_GENERATED, Process.AI_EDITED, Process.AI_INVOLVED),
    Source.CREATOR: (Process.AI_GENERATED, Process.AI_EDITED, Process.AI_INVOLVED),
    Source.METADATA: (Process.AI_GENERATED, Process.AI_EDITED, Process.COMPOSITE_AI, Process.AI_INVOLVED),
    Source.IMAGE_TEXT: (Process.AI_GENERATED, Process.AI_EDITED),
    Source.COMMUNITY: (Process.AI_GENERATED,),
}
CELLS = frozenset(f"{process}.{source}" for source, row in _CELLS.items() for process in row)


class _Cell(NamedTuple):
    label_id: str
    process: Process  # the one the label names
    sweep: int


def _cell(source: Source, process: Process) -> _Cell | None:
    """The label a process of a source gives: its own, or the less sweeping "AI was used", or none."""
    row = _CELLS.get(source, ())
    if process not in row and process in {Process.AI_EDITED, Process.COMPOSITE_AI}:
        process = Process.AI_INVOLVED
    return _Cell(f"{process}.{source}", process, _SWEEP[process]) if process in row else None


_TABLE = {(source, process): _cell(source, process) for source in Source for process in Process}


class _Claim(NamedTuple):
    """Evidence that could be the label. The smallest ``weight`` wins."""

    weight: tuple[int, int, int, str]
    process: Process
    label_id: str
    evidence: Evidence


def resolve(
    evidence: Sequence[Evidence], *, sensitive: bool = False, detector_may_speak: bool = False
) -> Resolution:
    """Decide which label, if any, the evidence gives, and whether a person should look.

    ``sensitive`` is the gate of section 7, rule 0. ``detector_may_speak`` says that the conditions of
    section 9 hold for this image; a detector that may not speak still asks for review. The order of the
    evidence matters only between pieces that say the same from the same source: the first is the headline.
    """
    if sensitive:
        return Resolution()
    counted = [e for e in evidence if e.details.get("match") != Match.SIMILAR]
    claims = sorted(_claims(counted), key=_weight)
    earlier = next((e for e in counted if e.process == Process.CAPTURED_EARLIER), None)
    decisions = [e for e in counted if e.source == Source.MODERATOR]
    if decisions:
        return _reviewed(min(decisions, key=_least_sweeping), claims, earlier)
    if claims:
        return _claimed(claims, earlier, _loud(evidence))
    return _unclaimed(evidence, earlier, detector_may_speak)


def _claims(evidence: Iterable[Evidence]) -> Iterator[_Claim]:
    for e in evidence:
        row = _row(e)
        if row is not None and (cell := _TABLE[row, _process(e)]):
            weight = (-e.rank, cell.sweep, _SOURCE_ORDER[e.source], cell.label_id)
            yield _Claim(weight, cell.process, cell.label_id, e)


def _weight(claim: _Claim) -> tuple[int, int, int, str]:
    return claim.weight


def _process(e: Evidence) -> Process:
    """No label of a signed record says "edited with AI" without saying what (principle 11)."""
    if e.source == Source.SIGNED and e.process == Process.AI_EDITED and not e.details.get("what"):
        return Process.AI_INVOLVED
    return e.process


def _row(e: Evidence) -> Source | None:
    """The row of the table the evidence belongs to; none for a signed record that makes no claim."""
    if e.source != Source.SIGNED:
        return e.source
    if e.details.get("integrity", Integrity.OK) != Integrity.OK or e.rank < Rank.UNSIGNED:
        return None
    return Source.SIGNED if e.rank >= Rank.SIGNED_INTERIM else Source.METADATA


def _reviewed(decision: Evidence, claims: Sequence[_Claim], earlier: Evidence | None) -> Resolution:
    """Rule 2: a reviewer's decision is the headline; what opposes it asks for another look."""
    review = any(_opposed(decision.process, c.process) for c in claims) or (
        earlier is not None and decision.process == Process.AI_GENERATED
    )
    if cell := _TABLE[decision.source, decision.process]:
        return Resolution(cell.label_id, decision, review=review)
    agreeing = [c for c in claims if _agrees(c.process, decision.process)]
    return _label(agreeing[0], review) if agreeing else Resolution(review=review)


def _opposed(a: Process, b: Process) -> bool:
    """A camera photo against anything else; AI-generated against AI-edited is a difference of degree."""
    return (a in _CAPTURE) != (b in _CAPTURE) and Process.UNKNOWN not in (a, b)


def _agrees(claimed: Process, decided: Process) -> bool:
    return claimed == decided or (claimed in _AI and decided in _AI and _SWEEP[claimed] <= _SWEEP[decided])


def _claimed(claims: Sequence[_Claim], earlier: Evidence | None, loud: bool) -> Resolution:
    """Rules 3 to 7: the weightiest claim, unless a capture record and an AI claim of weight meet."""
    best = claims[0]
    recorded = next((c for c in claims if c.process not in _AI), None)
    ai = next((c for c in claims if c.process in _AI), None)
    if recorded and ai and ai.evidence.rank >= Rank.STATED:
        other = ai if best is recorded else recorded
        return Resolution(CONFLICT, best.evidence, other.evidence, conflict=True, review=True)
    if earlier and best.process == Process.AI_GENERATED:
        return Resolution(CONFLICT, best.evidence, earlier, conflict=True, review=True)
    whole = loud or any(c.process == Process.AI_GENERATED for c in claims)
    against_record = recorded is not None and (loud or ai is not None)
    return _label(best, review=against_record or (earlier is not None and whole))


def _unclaimed(evidence: Sequence[Evidence], earlier: Evidence | None, may_speak: bool) -> Resolution:
    """No process to put on a chip: the state of a signed record, else the detector if it is alone."""
    loud = _loud(evidence)
    review = loud and earlier is not None
    for e in evidence:
        if e.source == Source.SIGNED and e.details.get("integrity") == Integrity.TAMPERED:
            return Resolution(RECORD_MISMATCH, e, review=review)
    for e in evidence:
        if e.process in _CAPTURE and e.source == Source.SIGNED and _row(e) == Source.METADATA:
            return Resolution(SIGNER_UNKNOWN, e, review=review)
    alone = earlier is None and not any(e.process in _AI and e.source != Source.DETECTOR for e in evidence)
    if loud and alone and may_speak:
        return Resolution(DETECTOR, next(e for e in evidence if _is_loud(e)))
    return Resolution(review=review)


def _label(claim: _Claim, review: bool) -> Resolution:
    return Resolution(claim.label_id, claim.evidence, review=review)


def _least_sweeping(e: Evidence) -> tuple[int, int]:
    return -e.rank, _SWEEP.get(e.process, 0)


def _is_loud(e: Evidence) -> bool:
    return e.source == Source.DETECTOR and e.details.get("band") == Band.HIGH


def _loud(evidence: Sequence[Evidence]) -> bool:
    return any(_is_loud(e) for e in evidence)
