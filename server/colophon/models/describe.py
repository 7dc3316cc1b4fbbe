"""Models in words: what may rest on them, what they promise, and a card for those that came without one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from colophon.models.library import Entry
from colophon_model import Manifest, why_no_label
from colophon_model.load import CARD
from colophon_model.published import Published


def no_label(entry: Entry) -> str | None:
    """Why no label may rest on an installed model alone, or None where one may."""
    if entry.manifest is None or entry.folder is None:
        return entry.trouble or "it is not installed"
    if why := why_no_label(entry.manifest):
        return why
    has_card = (entry.folder / CARD).is_file()
    return None if has_card else f"there is no model card ({CARD}) beside its manifest"


def promises(manifest: Manifest) -> list[str]:
    """What the load rule has checked of an accepted model, one sentence each."""
    source, shape = manifest.input, " x ".join(map(str, manifest.input.shape))
    views = ", ".join(f"{view.kind} to {view.hw[0]} x {view.hw[1]}" for view in manifest.preprocess.views)
    return [
        f"{manifest.file} has {manifest.bytes:,} bytes and the SHA-256 {manifest.sha256}",
        f"it is of opset {manifest.opset}, keeps no tensors in other files, uses no operators from elsewhere",
        f"its input '{source.name}' is {source.dtype}, {shape} ({source.layout}), for the views {views}",
        f"its output '{manifest.output.name}' can be read as {manifest.output.kind}",
        *(
            f"the self-test on {test.image} gives {test.logit:g} ± {test.atol:g}, {_origin(test.origin)}"
            for test in manifest.selftest
        ),
    ]


def card_of(manifest: Manifest) -> str:
    """A card in Markdown from the manifest alone, for a model without one."""
    scope, calibration = manifest.scope, manifest.calibration
    lines = [
        f"# {manifest.id}",
        "",
        f"This model came without a card ({CARD}). Its manifest says:",
        "",
        *_facts(manifest.version, manifest.license, manifest.source_url, manifest.paper),
        f"- Made for: {', '.join(scope.content)}; not for: {', '.join(scope.abstain_on) or 'nothing named'}",
        f"- Trained on: {scope.trained_on} (until {scope.trained_until})",
        f"- Calibrated on: {calibration.fit_set if calibration else 'nothing: scores are raw'}",
        f"- Thresholds: {', '.join(_points(manifest)) or 'none, so scores are all it gives'}",
        *(f"- Self-test on {test.image}: {_origin(test.origin)}" for test in manifest.selftest),
    ]
    note = manifest.download.note if manifest.download else ""
    return "\n".join([*lines, "", note]).rstrip()


def card_of_published(known: Published) -> str:
    """A card in Markdown for a model that is not here yet."""
    said: Any = known.template
    lines = [
        f"# {known.id}",
        "",
        f"Not installed: `colophon model install {known.id}` fetches it from {known.host}.",
        "",
        *_facts(known.version, known.license, said.get("source_url"), said.get("paper")),
        f"- File: {known.download.url}, SHA-256 {known.download.sha256}",
        f"- Trained on: {said['scope']['trained_on']} (until {said['scope']['trained_until']})",
    ]
    return "\n".join([*lines, "", known.download.note]).rstrip()


def _facts(version: str, license: str, source_url: str | None, paper: str | None) -> Iterator[str]:
    yield f"- Version {version}, licence {license}"
    yield from (f"- {name}: {value}" for name, value in (("Source", source_url), ("Paper", paper)) if value)


def _points(manifest: Manifest) -> Iterator[str]:
    for point in manifest.operating_points:
        if point.threshold is not None:
            yield f"{point.name} at {point.threshold:g}"


def _origin(origin: str) -> str:
    if origin == "install":
        return "computed when it was installed here: it tells later change, not wrong preprocessing"
    return "as the publisher says"
