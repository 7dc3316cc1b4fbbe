"""Models in words: what may rest on them, what they promise, and a card for those that came without one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from colophon.models.inventory import Entry, Kind
from colophon_model import Manifest, why_no_label
from colophon_model.evaluation import REPORT
from colophon_model.load import CARD
from colophon_model.published import Published, published

# Sizes in bytes as rounded by the publishers, who state no exact ones.
_ABOUT = {"commfor-vits-384": 90_000_000, "sieve-ft44s": 45_000_000}


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


def cautions(manifest: Manifest) -> list[str]:
    """What has to be known before any score of the model is read, one sentence each."""
    said = []
    if manifest.experimental:
        said.append(f"{manifest.id} is experimental: its card says how little it can tell")
    if manifest.calibration is None:
        said.append(f"{manifest.id} has no calibration: its score orders pictures and is no probability")
    if manifest.evaluation is None:
        said.append(
            f"{manifest.id} was never measured: how often it is wrong is not known "
            "(colophon model evaluate measures it)"
        )
    return said


def size_of(entry: Entry) -> tuple[int | None, bool]:
    """Bytes of the ONNX file, None where unknown, and whether that is a rounded figure."""
    if entry.manifest:
        return entry.manifest.bytes, False
    if entry.kind is not Kind.PUBLISHED:
        return None, False
    exact = published()[entry.name].download.bytes
    return exact or _ABOUT.get(entry.name), exact is None


def taken_over(entry: Entry) -> str | None:
    """A paragraph above the card where calibration and thresholds are not those it came with, or None."""
    manifest = entry.manifest
    if manifest is None or entry.folder is None or not (entry.folder / REPORT).is_file():
        return None
    dates = {point.date for point in manifest.operating_points if point.date}
    measured = f"{', '.join(sorted(dates)) or 'a day not said'}, {_fit_set(manifest)}"
    return (
        f"> **Calibration and thresholds of {manifest.id} were taken over with "
        f"`colophon model evaluate --adopt`** (measured {measured}). Thresholds: "
        f"{', '.join(_points(manifest)) or 'none'}. The figures are in "
        f"{REPORT} beside the manifest. The figures of the card below are older and do not hold for these "
        "scores. Installing the model again with --replace undoes it.\n"
    )


def card_of(manifest: Manifest) -> str:
    """A card in Markdown from the manifest alone, for a model without one."""
    scope = manifest.scope
    lines = [
        f"# {manifest.id}",
        "",
        f"This model came without a card ({CARD}). Its manifest says:",
        "",
        *_facts(manifest.version, manifest.license, manifest.source_url, manifest.paper),
        f"- Made for: {', '.join(scope.content)}; not for: {', '.join(scope.abstain_on) or 'nothing named'}",
        f"- Trained on: {scope.trained_on} (until {scope.trained_until})",
        f"- Calibrated on: {_fit_set(manifest)}",
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


def _fit_set(manifest: Manifest) -> str:
    return manifest.calibration.fit_set if manifest.calibration else "nothing: scores are raw"


def _points(manifest: Manifest) -> Iterator[str]:
    for point in manifest.operating_points:
        if point.threshold is not None:
            yield f"{point.name} at {point.threshold:g}"


def _origin(origin: str) -> str:
    if origin == "install":
        return "computed when it was installed here: it tells later change, not wrong preprocessing"
    return "as the publisher says"
