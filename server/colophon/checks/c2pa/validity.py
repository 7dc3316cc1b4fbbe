"""From the library's validation codes to integrity and trust (provenance facts, 1.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from colophon.checks.c2pa.manifest import Ingredient, Manifest, Store
from colophon.checks.c2pa.reading import Reading
from colophon.checks.c2pa.values import dict_of, list_of, text_of
from colophon.evidence import Integrity, Trust

STRUCTURAL = "assertion.action.malformed"
EXPIRED = "signingCredential.expired"
_TRUSTED = "signingCredential.trusted"
_TAMPERED = frozenset(
    {
        "claimSignature.mismatch",
        "assertion.dataHash.mismatch",
        "assertion.bmffHash.mismatch",
        "assertion.boxesHash.mismatch",
        "assertion.hashedURI.mismatch",
        "claim.missing",
        "ingredient.manifest.missing",
    }
)
# About who signed, when, or who is named in the picture's record: never about whether record and picture fit.
_NOT_INTEGRITY = ("signingCredential.", "timeStamp.", "cawg.")


def failures(store: Mapping[str, Any]) -> frozenset[str]:
    """All failure codes: of the active manifest, and of ingredients where the signer did not record them."""
    return frozenset(code for code, _ in _statuses(store, "failure"))


def integrity_of(codes: Iterable[str]) -> Integrity:
    """Whether record and picture fit. A code we do not know counts as a record that cannot be read."""
    about = {c for c in codes if not c.startswith(_NOT_INTEGRITY)} - {STRUCTURAL}
    if about & _TAMPERED:
        return Integrity.TAMPERED
    return Integrity.MALFORMED if about else Integrity.OK


def trust_of(reading: Reading, codes: frozenset[str]) -> Trust:
    """Which list knows the signer. Only a record that the library as a whole calls trusted is given one."""
    if reading.trusted_by is not None and reading.state == "Trusted":
        return reading.trusted_by
    return Trust.EXPIRED_UNTIMESTAMPED if EXPIRED in codes else Trust.UNTRUSTED


def recorded_problem(chain: Iterable[Manifest]) -> bool:
    """Whether a signer recorded that something it took in did not fit its own record."""
    problems = {code for m in chain for i in m.ingredients for code in i.problems}
    return integrity_of(problems) is not Integrity.OK


def vouched(reading: Reading, store: Store, manifest: Manifest | None) -> bool:
    """Whether ``manifest`` may speak with the trust of the file's signer.

    A recognised signer passes on what earlier records say without making it their own: an earlier record
    counts only if its own signer is recognised too, now or when it was taken in, and nothing in it failed.
    """
    if manifest is None or store.active is None or manifest.label == store.active.label:
        return True
    mark = f"/c2pa/{manifest.label}"
    failed = {code for code, url in _statuses(reading.store, "failure") if _about(url, mark)}
    trusted = any(code == _TRUSTED and _about(url, mark) for code, url in _statuses(reading.store, "success"))
    taken_in = [i for m in store.manifests.values() for i in m.ingredients if i.manifest == manifest.label]
    recorded = {code for i in taken_in for code in i.problems}
    if failed - {STRUCTURAL} or integrity_of(recorded) is not Integrity.OK:
        return False
    return trusted or any(_recorded_trust(i) for i in taken_in)


def _recorded_trust(ingredient: Ingredient) -> bool:
    """Whether the signer recorded a recognised signer: the library repeats only what differs from the record.

    A record that says both yes and no would hide that the answer is no.
    """
    return ingredient.recorded_trust and not any(
        c.startswith("signingCredential.") for c in ingredient.problems
    )


def _about(url: str, mark: str) -> bool:
    return url.endswith(mark) or f"{mark}/" in url


def _statuses(store: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    """Codes and addresses of one kind, ``success`` or ``failure``, for the whole store."""
    results = dict_of(store.get("validation_results"))
    groups = [dict_of(results.get("activeManifest"))]
    groups += [dict_of(dict_of(d).get("validationDeltas")) for d in list_of(results.get("ingredientDeltas"))]
    for status in (dict_of(status) for group in groups for status in list_of(group.get(kind))):
        yield text_of(status.get("code")) or "", text_of(status.get("url")) or ""
