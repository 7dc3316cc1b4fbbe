"""Hidden marks that a record declares: named in the card, never a claim of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.checks.c2pa.signing import SOURCE_TYPE, Authority, picture
from tests.checks.c2pa.stores import action, manifest, store, taken_in

from colophon.checks.c2pa import C2paCheck, declared
from colophon.checks.c2pa.manifest import parse
from colophon.evidence import Evidence

SHOT = {"action": "c2pa.created", "digitalSourceType": f"{SOURCE_TYPE}digitalCapture"}
SYNTHID = {
    "action": "c2pa.edited",
    "digitalSourceType": f"{SOURCE_TYPE}trainedAlgorithmicMedia",
    "description": "Applied imperceptible SynthID watermark.",
}
UNNAMED = {"mark": "unnamed"}


def binding(algorithm: Any, label: str = "c2pa.soft-binding") -> dict[str, Any]:
    return {"label": label, "data": {"alg": algorithm, "blocks": [{"scope": {}, "value": "x"}]}}


def bound(*algorithms: Any, actions: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    given = manifest(*actions)
    return given | {"assertions": [*given["assertions"], *map(binding, algorithms)]}


@pytest.mark.parametrize(
    ("active", "details"),
    [
        (manifest(action("created")), {}),
        (manifest(action("edited", description="Added visible watermark")), {}),
        (manifest(action("watermarked")), UNNAMED),
        (manifest(action("watermarked.bound")), UNNAMED),
        (manifest(action("watermarked.unbound")), UNNAMED),
        (manifest(action("edited", description="An imperceptible watermark")), UNNAMED),
        (
            manifest(action("edited", description="Added imperceptible SynthID watermark")),
            {"watermark_declared": "SynthID"},
        ),
        (bound("com.adobe.trustmark.P"), {"watermark_declared": "Adobe TrustMark"}),
        (bound("com.digimarc.validate.1"), {"watermark_declared": "Digimarc"}),
        (bound("com.adobe.icn.dense", "io.iscc.v0"), {}),  # fingerprints leave no mark in the picture
        (bound("com.adobe.icn.dense", actions=(action("watermarked"),)), UNNAMED),
        (bound("com.adobe.icn.dense", "castLabs.watermark.1"), {"watermark_declared": "castLabs"}),
        (bound("<b>some.thing.of.their.own</b>"), {}),
        (bound(3, None, {}), {}),
    ],
)
def test_what_is_declared(active: dict[str, Any], details: dict[str, str]) -> None:
    parsed = parse(store(active))
    assert declared.details_of(parsed.chain(parsed.active)) == details


def test_a_mark_of_an_earlier_record_is_still_declared_and_one_of_a_component_is_not() -> None:
    marked = bound("com.adobe.trustmark.Q")
    for relationship, details in (("parentOf", {"watermark_declared": "Adobe TrustMark"}), ("inputTo", {})):
        active = manifest(action("opened"), ingredients=(taken_in(relationship, "first"),))
        parsed = parse(store(active, first=marked))
        assert declared.details_of(parsed.chain(parsed.active)) == details


@pytest.mark.parametrize(
    ("actions", "others"),
    [((SYNTHID,), ()), (({"action": "c2pa.watermarked.bound"},), (binding("com.adobe.trustmark.P"),))],
    ids=["synthid", "bound"],
)
def test_a_declared_mark_changes_neither_process_nor_rank(
    local_check: C2paCheck,
    authority: Authority,
    plain_jpeg: bytes,
    actions: tuple[dict[str, str], ...],
    others: tuple[dict[str, Any], ...],
) -> None:
    plain, marked = (
        local_check.look(picture(authority.sign(plain_jpeg, SHOT, *more, others=beside))).evidence[0]
        for more, beside in (((), ()), (actions, others))
    )
    assert "watermark_declared" in marked.details
    assert _weight(marked) == _weight(plain)
    assert marked.details["content_claim"] == "captured"


def _weight(e: Evidence) -> tuple[Any, ...]:
    return e.source, e.process, e.confidence, e.rank


@pytest.mark.parametrize(
    ("name", "details"),
    [
        ("4c3d79fa43_gemini_img.png", {"watermark_declared": "SynthID"}),
        ("554070b837_conformant-a.jpg", {"watermark_declared": "SynthID"}),
        ("59365a15c7_ChatGPT_Image_May_30__2026__10_31_08_AM.png", UNNAMED),
        ("c52fd52d83_example_wm_signed.jpg", {"watermark_declared": "Adobe TrustMark"}),
        ("7543a33fc5_conformant-b.jpg", {}),
    ],
)
def test_real_files(case_check: C2paCheck, cases: Path, name: str, details: dict[str, str]) -> None:
    (evidence,) = case_check.look(picture((cases / "c2pa" / name).read_bytes())).evidence
    found = {k: v for k, v in evidence.details.items() if k in ("watermark_declared", "mark")}
    assert found == details
