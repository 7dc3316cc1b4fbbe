"""A manifest store as typed values. Everything in it was written by the file's author: nothing is assumed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from colophon.checks.c2pa.values import dict_of, list_of, text_of

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
    manifests = {label: _manifest(label, dict_of(m)) for label, m in dict_of(store.get("manifests")).items()}
    return Store(manifests.get(text_of(store.get("active_manifest")) or ""), manifests)


def _manifest(label: str, given: Mapping[str, Any]) -> Manifest:
    signature = dict_of(given.get("signature_info"))
    return Manifest(
        label=label,
        generator=_generator(given),
        signer=text_of(signature.get("issuer")),
        time=text_of(signature.get("time")),
        actions=tuple(_actions(given)),
        ingredients=tuple(_ingredient(dict_of(i)) for i in list_of(given.get("ingredients"))),
        soft_bindings=tuple(_soft_bindings(given)),
    )


def _generator(given: Mapping[str, Any]) -> str | None:
    """Claims of version 1 carry a user-agent string, later ones a name and a version."""
    if text := text_of(given.get("claim_generator")):
        return text
    for info in list_of(given.get("claim_generator_info")):
        if name := text_of(dict_of(info).get("name")):
            return " ".join(filter(None, (name, text_of(dict_of(info).get("version")))))
    return None


def _actions(given: Mapping[str, Any]) -> Iterator[Action]:
    for assertion in map(dict_of, list_of(given.get("assertions"))):
        if not (text_of(assertion.get("label")) or "").startswith("c2pa.actions"):
            continue
        gathered = given.get("claim_version") == 2 and assertion.get("created") is not True
        for action in map(dict_of, list_of(dict_of(assertion.get("data")).get("actions"))):
            if name := text_of(action.get("action")):
                parameters = dict_of(action.get("parameters"))
                yield Action(
                    name=name,
                    source_type=_term(action.get("digitalSourceType")),
                    description=text_of(action.get("description")) or text_of(parameters.get("description")),
                    has_region=bool(list_of(action.get("changes")) or list_of(action.get("changed"))),
                    gathered=gathered,
                )


def _soft_bindings(given: Mapping[str, Any]) -> Iterator[str]:
    for assertion in map(dict_of, list_of(given.get("assertions"))):
        label, algorithm = text_of(assertion.get("label")), text_of(dict_of(assertion.get("data")).get("alg"))
        if label and label.startswith("c2pa.soft-binding") and algorithm:
            yield algorithm


def _ingredient(given: Mapping[str, Any]) -> Ingredient:
    recorded = dict_of(dict_of(given.get("validation_results")).get("activeManifest"))
    statuses = list_of(given.get("validation_status")) + list_of(recorded.get("failure"))
    success = {text_of(dict_of(s).get("code")) for s in list_of(recorded.get("success"))}
    return Ingredient(
        relationship=text_of(given.get("relationship")) or "",
        manifest=text_of(given.get("active_manifest")),
        problems=tuple(code for s in statuses if (code := text_of(dict_of(s).get("code")))),
        recorded_trust="signingCredential.trusted" in success,
    )


def _term(value: Any) -> str | None:
    """``http(s)://.../term``, ``digsrctype:term``, with or without a slash at the end, or the bare term."""
    text = (text_of(value) or "").rstrip("/")
    return text.rsplit("/", 1)[-1].rsplit(":", 1)[-1] or None
