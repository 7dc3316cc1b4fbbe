"""A manifest store as typed values. Everything in it was written by the file's author: nothing is assumed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_MAX_CHAIN = 100  # manifests followed; the longest chain seen has 3


@dataclass(frozen=True, slots=True)
class Action:
    """One recorded action. ``source_type`` is the last path segment of the IPTC term, any spelling of it."""

    name: str
    source_type: str | None = None
    description: str | None = None
    has_region: bool = False
    gathered: bool = False  # in the file, but not attributed to the signer (C2PA 2.x, gathered assertions)

    @property
    def is_invisible_mark(self) -> bool:
        """An imperceptible watermark; Google records its own as an edit by a trained model."""
        text = (self.description or "").lower()
        return "watermark" in text and ("synthid" in text or "imperceptible" in text)


@dataclass(frozen=True, slots=True)
class Ingredient:
    """A file that went into this one; ``manifest`` is the label of its own manifest, if it had one."""

    relationship: str
    manifest: str | None
    problems: tuple[str, ...] = ()  # failure codes the signer recorded when taking it in
    recorded_trust: bool = False  # the signer recorded its signer as trusted


@dataclass(frozen=True, slots=True)
class Manifest:
    """One signed record. ``signer`` is the organisation of its certificate, ``time`` the signature's time."""

    label: str
    generator: str | None = None
    signer: str | None = None
    time: str | None = None
    actions: tuple[Action, ...] = ()
    ingredients: tuple[Ingredient, ...] = ()
    soft_bindings: tuple[str, ...] = ()  # algorithms by which a stripped picture may be found again

    def components(self) -> Iterator[Ingredient]:
        """Ingredients placed into the picture; ``inputTo`` ones only prompted a model."""
        return (i for i in self.ingredients if i.relationship == "componentOf")


@dataclass(frozen=True, slots=True)
class Store:
    """All manifests of a file."""

    active: Manifest | None
    manifests: Mapping[str, Manifest]

    def chain(self, start: Manifest | None) -> tuple[Manifest, ...]:
        """``start`` and the manifests of what it was made from, newest first (provenance facts, 1.5)."""
        found: dict[str, Manifest] = {}
        manifest = start
        while manifest and manifest.label not in found and len(found) < _MAX_CHAIN:
            found[manifest.label] = manifest
            manifest = self.manifests.get(self._parent(manifest) or "")
        return tuple(found.values())

    def _parent(self, manifest: Manifest) -> str | None:
        """The parent, or the only component of a manifest that merely wraps it (ChatGPT, Photoshop)."""
        parents = [i for i in manifest.ingredients if i.relationship == "parentOf"]
        if parents:
            return parents[0].manifest
        opened = any(a.name == "c2pa.opened" for a in manifest.actions)
        signed = [i.manifest for i in manifest.components() if i.manifest]
        return signed[0] if len(signed) == 1 and (opened or not manifest.actions) else None


def parse(store: Mapping[str, Any]) -> Store:
    """The library's JSON as a `Store`. Values of an unexpected kind count as absent."""
    manifests = {label: _manifest(label, _dict(m)) for label, m in _dict(store.get("manifests")).items()}
    return Store(manifests.get(_text(store.get("active_manifest")) or ""), manifests)


def _manifest(label: str, given: Mapping[str, Any]) -> Manifest:
    signature = _dict(given.get("signature_info"))
    return Manifest(
        label=label,
        generator=_generator(given),
        signer=_text(signature.get("issuer")),
        time=_text(signature.get("time")),
        actions=tuple(_actions(given)),
        ingredients=tuple(_ingredient(_dict(i)) for i in _list(given.get("ingredients"))),
        soft_bindings=tuple(_soft_bindings(given)),
    )


def _generator(given: Mapping[str, Any]) -> str | None:
    """Claims of version 1 carry a user-agent string, later ones a name and a version."""
    if text := _text(given.get("claim_generator")):
        return text
    for info in _list(given.get("claim_generator_info")):
        if name := _text(_dict(info).get("name")):
            return " ".join(filter(None, (name, _text(_dict(info).get("version")))))
    return None


def _actions(given: Mapping[str, Any]) -> Iterator[Action]:
    for assertion in map(_dict, _list(given.get("assertions"))):
        if not (_text(assertion.get("label")) or "").startswith("c2pa.actions"):
            continue
        gathered = given.get("claim_version") == 2 and assertion.get("created") is not True
        for action in map(_dict, _list(_dict(assertion.get("data")).get("actions"))):
            if name := _text(action.get("action")):
                parameters = _dict(action.get("parameters"))
                yield Action(
                    name=name,
                    source_type=_term(action.get("digitalSourceType")),
                    description=_text(action.get("description")) or _text(parameters.get("description")),
                    has_region=bool(_list(action.get("changes")) or _list(action.get("changed"))),
                    gathered=gathered,
                )


def _soft_bindings(given: Mapping[str, Any]) -> Iterator[str]:
    for assertion in map(_dict, _list(given.get("assertions"))):
        label, algorithm = _text(assertion.get("label")), _text(_dict(assertion.get("data")).get("alg"))
        if label and label.startswith("c2pa.soft-binding") and algorithm:
            yield algorithm


def _ingredient(given: Mapping[str, Any]) -> Ingredient:
    recorded = _dict(_dict(given.get("validation_results")).get("activeManifest"))
    statuses = _list(given.get("validation_status")) + _list(recorded.get("failure"))
    success = {_text(_dict(s).get("code")) for s in _list(recorded.get("success"))}
    return Ingredient(
        relationship=_text(given.get("relationship")) or "",
        manifest=_text(given.get("active_manifest")),
        problems=tuple(code for s in statuses if (code := _text(_dict(s).get("code")))),
        recorded_trust="signingCredential.trusted" in success,
    )


def _term(value: Any) -> str | None:
    """``http(s)://.../term``, ``digsrctype:term``, with or without a slash at the end, or the bare term."""
    text = (_text(value) or "").rstrip("/")
    return text.rsplit("/", 1)[-1].rsplit(":", 1)[-1] or None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
