"""What a manifest store says about the picture (provenance facts, 1.5), and which manifest says so."""

from __future__ import annotations

from dataclasses import dataclass

from colophon.checks.c2pa.manifest import Action, Manifest, Store
from colophon.evidence import ContentClaim

CREATED = "c2pa.created"
PLACED = "c2pa.placed"

# Actions that do not change what is seen (C2PA asset rubrics; orientation by the label specification, 3).
NOT_EDITS = frozenset(
    f"c2pa.{name}"
    for name in (
        "converted",
        "published",
        "repackaged",
        "transcoded",
        "resized.proportional",
        "enhanced",
        "edited.metadata",
        "orientation",
        "watermarked",
        "watermarked.bound",
        "watermarked.unbound",
        "redacted",
        "soft-binding",
    )
)
_NOT_CHANGES = NOT_EDITS | {CREATED, "c2pa.opened", "c2pa.unknown"}

TRAINED = "trainedAlgorithmicMedia"
COMPOSITE_SYNTHETIC = "compositeSynthetic"
_AI_TYPES = frozenset({TRAINED, "compositeWithTrainedAlgorithmicMedia", COMPOSITE_SYNTHETIC})
_CAPTURE_TYPES = frozenset(
    {"digitalCapture", "computationalCapture", "negativeFilm", "positiveFilm", "print"}
)
# Cameras and camera apps that record no source type, and who signs for them: a name that anybody else writes
# proves nothing. Truepic's command line tool signs for AI makers too.
_CAMERAS = {
    "Truepic_Lens_iOS": "truepic",
    "Truepic_Lens_Android": "truepic",
    "Truepic_Lens_SDK": "truepic",
    "Nikon_Z": "nikon",
}
_BING = "ai generated image"  # Bing's only sign: the description of its created action


Chain = tuple[Manifest, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A content claim, the action that decided it, and what the label's process depends on.

    ``said_by`` is the manifest that makes the claim: an earlier one may have another signer.
    """

    claim: ContentClaim
    said_by: Manifest | None = None
    action: Action | None = None
    changes: tuple[Action, ...] = ()
    ai_component: bool = False


def find(store: Store) -> Finding:
    """Judge the active manifest and what it was made from."""
    chain = store.chain(store.active)
    changes = tuple(
        a for m in chain for a in m.actions if a.name not in _NOT_CHANGES and not a.is_invisible_mark
    )
    if ai := _ai_step(chain):
        claim, manifest, action = ai
        component = action.name == PLACED or action.source_type == COMPOSITE_SYNTHETIC
        return Finding(claim, manifest, action, changes, component)
    if sayer := _ai_component(store, chain):
        return Finding(ContentClaim.AI_EDITED, sayer, None, changes, ai_component=True)
    return _without_ai(chain, changes)


def _ai_step(chain: Chain) -> tuple[ContentClaim, Manifest, Action] | None:
    """The action that says AI: one that made the whole picture before one that changed it."""
    steps = [(m, a) for m in chain for a in m.actions]
    for manifest, action in steps:
        if _generates(action):
            return ContentClaim.AI_GENERATED, manifest, action
    for manifest, action in steps:
        if action.source_type in _AI_TYPES and action.name not in NOT_EDITS and not action.is_invisible_mark:
            return ContentClaim.AI_EDITED, manifest, action
    return None


def _without_ai(chain: Chain, changes: tuple[Action, ...]) -> Finding:
    captured = ContentClaim.CAPTURED_EDITED if changes else ContentClaim.CAPTURED
    for manifest, action in ((m, a) for m in chain for a in m.actions):
        if action.name == CREATED and action.source_type in _CAPTURE_TYPES:
            return Finding(captured, manifest, action, changes)
    if chain and _is_camera(chain[-1]):
        return Finding(captured, chain[-1], None, changes)
    claim = ContentClaim.EDITED if changes else ContentClaim.UNSPECIFIED
    return Finding(claim, chain[0] if chain else None, None, changes)


def _generates(action: Action) -> bool:
    if action.name != CREATED:
        return False
    described = (action.description or "").strip().lower() == _BING
    return action.source_type == TRAINED or (action.source_type is None and described)


def _ai_component(store: Store, chain: Chain) -> Manifest | None:
    """The manifest of a component, or of a component's component, that says AI. Each is looked at once."""
    seen = {m.label for m in chain}
    waiting = [i.manifest for m in chain for i in m.components()]
    while waiting:
        label = waiting.pop()
        if label is None or label in seen:
            continue
        seen.add(label)
        inner = store.chain(store.manifests.get(label))
        if ai := _ai_step(inner):
            return ai[1]
        waiting += [i.manifest for m in inner for i in m.components()]
    return None


def _is_camera(manifest: Manifest) -> bool:
    if any(a.source_type for a in manifest.actions):
        return False
    generator, signer = manifest.generator or "", (manifest.signer or "").lower()
    return any(generator.startswith(name) and signer.startswith(maker) for name, maker in _CAMERAS.items())
