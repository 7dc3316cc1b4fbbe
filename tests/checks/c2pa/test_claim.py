"""What a manifest store says about the picture, with the traps of real files."""

from __future__ import annotations

from typing import Any

import pytest
from tests.checks.c2pa.stores import IPTC, action, manifest, store, taken_in

from colophon.checks.c2pa.claim import find
from colophon.checks.c2pa.manifest import parse
from colophon.checks.c2pa.process import WHAT_KEYS, process_of, what_of

TRAINED = "trainedAlgorithmicMedia"
WITH_TRAINED = "compositeWithTrainedAlgorithmicMedia"
MADE = manifest(action("created", TRAINED))
SHOT = manifest(action("created", "computationalCapture"))
SYNTHID = action("edited", TRAINED, description="Applied imperceptible SynthID watermark.")

NIKON = {"issuer": "NIKON CORPORATION"}


def opened(*actions: dict[str, Any], relationship: str = "parentOf") -> dict[str, Any]:
    return manifest(action("opened"), *actions, ingredients=(taken_in(relationship, "first"),))


CASES: dict[str, tuple[dict[str, Any], str, str]] = {
    "generated": (store(MADE), "ai_generated", "ai_generated"),
    "generated, then opened": (store(opened(), first=MADE), "ai_generated", "ai_generated"),
    "wrapped as the only component (ChatGPT)": (
        store(opened(relationship="componentOf"), first=MADE),
        "ai_generated",
        "ai_generated",
    ),
    "wrapped without actions": (
        store(manifest(ingredients=(taken_in("componentOf", "first"),)), first=MADE),
        "ai_generated",
        "ai_generated",
    ),
    "Bing says so in words only": (
        store(manifest(action("created", description="AI Generated Image"))),
        "ai_generated",
        "ai_generated",
    ),
    "Bing's words about something else": (
        store(manifest(action("edited", description="AI Generated Image"))),
        "edited",
        "unknown",
    ),
    "SynthID mark on a photo is not an edit": (store(opened(SYNTHID), first=SHOT), "captured", "captured"),
    "inputTo is not a parent": (
        store(manifest(action("created", "digitalCapture"), ingredients=(taken_in("inputTo", "a"),)), a=MADE),
        "captured",
        "captured",
    ),
    "inputTo of an opened file is not a parent": (
        store(opened(relationship="inputTo"), first=MADE),
        "unspecified",
        "unknown",
    ),
    "camera": (store(SHOT), "captured", "captured"),
    "scan": (store(manifest(action("created", "negativeFilm"))), "captured", "captured"),
    "camera, published": (store(opened(action("published")), first=SHOT), "captured", "captured"),
    "camera, cropped": (
        store(opened(action("cropped")), first=SHOT),
        "captured_edited",
        "captured_edited",
    ),
    "camera, another picture placed": (
        store(opened(action("placed")), first=SHOT),
        "captured_edited",
        "composite",
    ),
    "camera that writes no source type": (
        store(manifest(claim_generator="Nikon_Z_9 c2pa-rs/0.14.0", signature_info=NIKON)),
        "captured",
        "captured",
    ),
    "somebody else writes the camera's name": (
        store(manifest(claim_generator="Nikon_Z_9 c2pa-rs/0.14.0")),
        "unspecified",
        "unknown",
    ),
    "Truepic's command line tool is no camera": (
        store(manifest(claim_generator="Truepic_Lens_CLI/1.0", signature_info={"issuer": "Truepic"})),
        "unspecified",
        "unknown",
    ),
    "camera name beside another source type": (
        store(
            manifest(action("created", "screenCapture"), claim_generator="Nikon_Z_9", signature_info=NIKON)
        ),
        "unspecified",
        "unknown",
    ),
    "AI edit without detail (Samsung)": (
        store(manifest(action("edited", WITH_TRAINED, softwareAgent="Photo assist"))),
        "ai_edited",
        "ai_involved",
    ),
    "AI edit with a description": (
        store(opened(action("edited", WITH_TRAINED, description="Object eraser")), first=SHOT),
        "ai_edited",
        "ai_edited",
    ),
    "AI edit with a region": (
        store(opened(action("edited", WITH_TRAINED, changes=[{"region": []}])), first=SHOT),
        "ai_edited",
        "ai_edited",
    ),
    "opened AI work: the description is of the opening": (
        store(manifest(action("opened", WITH_TRAINED, parameters={"description": "Opened a file"}))),
        "ai_edited",
        "ai_involved",
    ),
    "AI picture placed beside others": (
        store(
            manifest(action("created"), action("placed"), ingredients=(taken_in("componentOf", "first"),)),
            first=MADE,
        ),
        "ai_edited",
        "composite_ai",
    ),
    "AI component of a component": (
        store(
            manifest(action("created"), action("placed"), ingredients=(taken_in("componentOf", "mid"),)),
            mid=manifest(action("created"), ingredients=(taken_in("componentOf", "first"),)),
            first=MADE,
        ),
        "ai_edited",
        "composite_ai",
    ),
    "compositeSynthetic": (
        store(manifest(action("created", "compositeSynthetic"))),
        "ai_edited",
        "composite_ai",
    ),
    "algorithmicMedia is not AI": (
        store(manifest(action("created", "algorithmicMedia"))),
        "unspecified",
        "unknown",
    ),
    "algorithmicallyEnhanced is not generative": (
        store(opened(action("enhanced", "algorithmicallyEnhanced")), first=SHOT),
        "captured",
        "captured",
    ),
    "edits only": (store(manifest(action("opened"), action("color_adjustments"))), "edited", "unknown"),
    "nothing": (store(manifest()), "unspecified", "unknown"),
    "no active manifest": ({"manifests": {}}, "unspecified", "unknown"),
}


@pytest.mark.parametrize(("given", "claim", "process"), CASES.values(), ids=CASES.keys())
def test_claim_and_process(given: dict[str, Any], claim: str, process: str) -> None:
    finding = find(parse(given))
    assert (finding.claim, process_of(finding)) == (claim, process)


@pytest.mark.parametrize(
    "spelling",
    [IPTC + TRAINED, IPTC.replace("http:", "https:") + TRAINED + "/", f"digsrctype:{TRAINED}", TRAINED],
)
def test_all_spellings_of_the_source_type(spelling: str) -> None:
    given = manifest({"action": "c2pa.created", "digitalSourceType": spelling})
    assert find(parse(store(given))).claim == "ai_generated"


def test_circles_end() -> None:
    """Manifests that name each other, as parents and as components."""
    circle = manifest(action("edited"), ingredients=(taken_in("parentOf", "active"),))
    assert find(parse(store(circle))).claim == "edited"
    a = manifest(action("created"), ingredients=(taken_in("componentOf", "b"), taken_in("componentOf", "a")))
    b = manifest(action("created"), ingredients=(taken_in("componentOf", "a"),))
    assert find(parse(store(a, a=a, b=b))).claim == "unspecified"


def test_many_paths_cost_little() -> None:
    """60 layers of two components each: 2^60 paths, 121 manifests."""
    layers = {
        f"{side}{n}": manifest(
            action("created"),
            ingredients=(taken_in("componentOf", f"l{n + 1}"), taken_in("componentOf", f"r{n + 1}")),
        )
        for n in range(60)
        for side in "lr"
    }
    assert find(parse(store(layers["l0"], **layers))).claim == "unspecified"


@pytest.mark.parametrize("junk", [None, 1, "x", [], [None], {"a": 1}])
def test_values_of_the_wrong_kind_count_as_absent(junk: Any) -> None:
    for key in ("assertions", "ingredients", "signature_info", "claim_generator", "claim_generator_info"):
        assert find(parse(store(manifest() | {key: junk}))).claim == "unspecified"
    assert find(parse({"active_manifest": junk, "manifests": junk})).claim == "unspecified"
    loose = {"action": "c2pa.created", "digitalSourceType": junk, "description": junk, "parameters": junk}
    assert find(parse(store(manifest(loose)))).claim == "unspecified"


def test_changes_as_words() -> None:
    given = store(
        opened(action("cropped"), action("edited", changes=[{}]), action("cropped"), SYNTHID), first=SHOT
    )
    what = what_of(find(parse(given)).changes)
    assert what == ["cropped", "area_changed", "edited"]
    assert set(what) <= WHAT_KEYS
