"""Evidence from a reading: one piece per file, or none where there is no record."""

from __future__ import annotations

from colophon.checks.c2pa import declared, validity
from colophon.checks.c2pa.claim import Finding, find
from colophon.checks.c2pa.manifest import Manifest, Store, parse
from colophon.checks.c2pa.process import process_of, what_of
from colophon.checks.c2pa.reading import Reading
from colophon.evidence import (
    Confidence,
    ContentClaim,
    Evidence,
    Integrity,
    JSONValue,
    Process,
    Rank,
    Source,
    Trust,
)

_RANKS = {
    Trust.OFFICIAL: Rank.SIGNED_OFFICIAL,
    Trust.INTERIM: Rank.SIGNED_INTERIM,
    Trust.LOCAL: Rank.SIGNED_INTERIM,
}
_MAX_TEXT = 120  # characters of any text taken from a record
_MAX_ACTIONS = 20

# ``details.note``: what the card has to add.
STRUCTURAL = "structural"  # the list of actions breaks the format; what it says is kept
INGREDIENT = "ingredient_mismatch"  # the signer recorded that something used did not fit its own record
IDENTITY = "identity_not_checked"  # a named person or account could not be checked here
GATHERED = "not_said_by_signer"  # the signer passes the statement on without making it
EARLIER = "earlier_signer_not_recognised"  # an earlier record in the file says so, and its signer is unknown


def evidence_of(reading: Reading) -> Evidence | None:
    """What the reading says, or None: no record is no evidence of anything."""
    if reading.outcome == "none":
        return None
    if reading.outcome == "error":
        return _no_claim(Integrity.REMOTE_ONLY if reading.is_remote else Integrity.MALFORMED, Trust.NONE, {})
    store = parse(reading.store)
    codes = validity.failures(reading.store)
    integrity = validity.integrity_of(codes)
    trust = validity.trust_of(reading, codes)
    about = _about(store.active) if store.active else {}
    if integrity is not Integrity.OK or store.active is None:
        broken = Integrity.MALFORMED if integrity is Integrity.OK else integrity
        return _no_claim(broken, trust, about)
    return _claim(reading, store, codes, trust)


def _claim(reading: Reading, store: Store, codes: frozenset[str], trust: Trust) -> Evidence:
    finding = find(store)
    chain = store.chain(store.active)
    rank = _RANKS.get(trust, Rank.UNSIGNED)
    process = process_of(finding)
    notes = _notes(codes, chain)
    if finding.action and finding.action.gathered:
        rank, notes = Rank.UNSIGNED, [GATHERED, *notes]
        if finding.claim in {ContentClaim.CAPTURED, ContentClaim.CAPTURED_EDITED}:
            process = Process.UNKNOWN  # nobody who is recognised says that a camera took it
    elif rank > Rank.UNSIGNED and not validity.vouched(reading, store, finding.said_by):
        rank, notes = Rank.UNSIGNED, [EARLIER, *notes]
    about = _about(store.active) | _of_finding(finding, chain) | declared.details_of(chain)
    if notes:
        about["note"] = notes[0]
    return Evidence(
        source=Source.SIGNED,
        process=process,
        confidence=Confidence.RECORDED if rank > Rank.UNSIGNED else Confidence.STATED,
        rank=rank,
        source_name=_clean(store.active.signer if store.active else None),
        date=_date(store.active),
        details={"integrity": Integrity.OK, "trust": trust, **about},
    )


def _notes(codes: frozenset[str], chain: tuple[Manifest, ...]) -> list[str]:
    notes = []
    if validity.STRUCTURAL in codes:
        notes.append(STRUCTURAL)
    if validity.recorded_problem(chain):
        notes.append(INGREDIENT)
    if any(code.startswith("cawg.") for code in codes):
        notes.append(IDENTITY)
    return notes


def _no_claim(integrity: Integrity, trust: Trust, about: dict[str, JSONValue]) -> Evidence:
    """A record that does not fit, cannot be read or is elsewhere says nothing about the picture."""
    signer, time = about.get("signer"), about.get("time")
    return Evidence(
        source=Source.SIGNED,
        process=Process.UNKNOWN,
        confidence=Confidence.NONE,
        rank=Rank.NO_CLAIM,
        source_name=signer if isinstance(signer, str) else None,
        date=time[:10] if isinstance(time, str) else None,
        details={"integrity": integrity, "trust": trust, **about},
    )


def _about(manifest: Manifest | None) -> dict[str, JSONValue]:
    """Who and when. Only the certificate's organisation is named; serial numbers and people are not."""
    if manifest is None:
        return {}
    known = {"signer": manifest.signer, "claim_generator": manifest.generator, "time": manifest.time}
    return {key: text for key, value in known.items() if (text := _clean(value))}


def _of_finding(finding: Finding, chain: tuple[Manifest, ...]) -> dict[str, JSONValue]:
    actions = list(dict.fromkeys(_clean(a.name) or "" for m in chain for a in m.actions))
    details: dict[str, JSONValue] = {"content_claim": finding.claim, "actions": [*actions[:_MAX_ACTIONS]]}
    if finding.action and (term := _clean(finding.action.source_type)):
        details["digital_source_type"] = term
    if what := what_of(finding.changes):
        details["what"] = [*what]
    changed = finding.action if finding.claim == ContentClaim.AI_EDITED else None
    if changed and changed.name != "c2pa.opened" and (text := _clean(changed.description)):
        details["description"] = text
    return details


def _clean(text: str | None) -> str | None:
    """Printable characters of the first `_MAX_TEXT`; the rest could disturb a page or a terminal."""
    if text is None:
        return None
    return "".join(c for c in text[:_MAX_TEXT] if c.isprintable()).strip() or None


def _date(manifest: Manifest | None) -> str | None:
    return manifest.time[:10] if manifest and manifest.time else None
