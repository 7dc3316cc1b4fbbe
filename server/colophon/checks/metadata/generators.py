"""One small recogniser for each way a generator leaves its name in a file (facts 2.1).

Every word of a finding comes from the tables here and in `source_type`, never from the file: prompts, names
and places cannot get out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from colophon.checks.metadata import source_type
from colophon.checks.metadata.fields import Fields
from colophon.evidence import Process

_UUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_STEPS = re.compile(r"\bSteps: \d{1,6}, ")
_SAMPLING = re.compile(r"\b(?:Sampler|Seed|CFG scale): ")
_DREAM = re.compile(r" -[sS] ?\d{1,20}\b")
_JOB = re.compile(rf"\bJob ID: {_UUID}\b")
_SIGNATURE = re.compile(r"Signature: [A-Za-z0-9+/]{64,}={0,2}")
AI_SYSTEMS = (
    "ChatGPT", "DALL-E", "DALL·E", "OpenAI", "Midjourney", "Gemini", "Imagen", "Nano Banana", "Adobe Firefly",
    "Firefly", "Stable Diffusion", "FLUX", "Grok", "Copilot", "Bing Image Creator", "Designer", "Meta AI",
    "Leonardo", "Ideogram", "Recraft", "Runway", "Canva", "Qwen", "Doubao", "Jimeng", "Seedream", "Kling",
    "Hunyuan", "Krea", "Amazon Titan", "Amazon Nova", "NovelAI", "ComfyUI",
)  # fmt: skip
_AI_SYSTEM = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in AI_SYSTEMS), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a file says about how it was made. ``field`` is where it says so."""

    process: Process
    generator: str | None
    field: str
    digital_source_type: str | None = None


def recognise(fields: Fields) -> list[Finding]:
    """All distinct statements in the fields of one file."""
    distinct: dict[tuple[Process, str | None, str | None], Finding] = {}
    for recogniser in RECOGNISERS:
        for finding in recogniser(fields):
            key = finding.process, finding.generator, finding.digital_source_type
            distinct.setdefault(key, finding)
    return list(distinct.values())


def _each(fields: Fields, *names: str) -> Iterator[tuple[str, str]]:
    return ((name, value) for name in names for value in fields.get(name, ()))


def _json(value: str) -> dict[str, Any]:
    """The JSON object in a text, or an empty one."""
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def iptc(fields: Fields) -> Iterator[Finding]:
    """IPTC digital source type, under both property names, and IPTC 2025.1 ``AISystemUsed``.

    The system's name goes with the source type. Alone it only says that AI was used, not for how much.
    """
    system, system_field = _ai_system(fields)
    used = False
    for name, value in _each(fields, "xmp:DigitalSourceType", "xmp:DigitalSourceFileType"):
        if (term := source_type.term_of(value)) is not None:
            process = source_type.PROCESSES[term]
            ai = process in (Process.AI_GENERATED, Process.AI_EDITED, Process.COMPOSITE_AI)
            used |= ai
            yield Finding(process, system if ai else None, name, term)
    if system_field and not used:
        yield Finding(Process.AI_INVOLVED, system, system_field)


def _ai_system(fields: Fields) -> tuple[str | None, str | None]:
    for name, value in _each(fields, "xmp:AISystemUsed"):
        if value:
            known = _AI_SYSTEM.search(value)
            spelt = known and next(n for n in AI_SYSTEMS if n.lower() == known.group().lower())
            return spelt, name
    return None, None


def google(fields: Fields) -> Iterator[Finding]:
    """The credit line that Google's tools write."""
    said = {"Made with Google AI": Process.AI_GENERATED, "Edited with Google AI": Process.AI_EDITED}
    for name, value in _each(fields, "xmp:Credit", "iptc:Credit"):
        if value in said:
            yield Finding(said[value], "Google AI", name)


def tc260(fields: Fields) -> Iterator[Finding]:
    """China's label for AI content: 1 says it is made with AI, other values are a platform's guess."""
    places = "xmp:AIGC", "png:AIGC", "exif:ImageDescription", "exif:UserComment"
    for name, value in _each(fields, *places):
        label = _json(value)
        inner = label.get("AIGC")
        label = inner if isinstance(inner, dict) else label
        if "Label" in label and ("ContentProducer" in label or "ProduceID" in label):
            sure = str(label["Label"]) == "1"
            yield Finding(Process.AI_GENERATED if sure else Process.UNKNOWN, "TC260 AIGC", name)


def samsung(fields: Fields) -> Iterator[Finding]:
    """Galaxy AI tools: the editor's block says which generative tool was used (0: none)."""
    for name, value in _each(fields, "samsung:PEg_Info", "samsung:PhotoEditor_Re_Edit_Data"):
        kind = _json(value).get("genAIType")
        if isinstance(kind, int) and kind > 0:
            yield Finding(Process.AI_EDITED, "Samsung Photo assist", name)


def fooocus(fields: Fields) -> Iterator[Finding]:
    """Fooocus names its scheme beside the parameters, which may be in AUTOMATIC1111's form."""
    if "png:parameters" in fields and "png:fooocus_scheme" in fields:
        yield Finding(Process.AI_GENERATED, "Fooocus", "png:fooocus_scheme")


def automatic1111(fields: Fields) -> Iterator[Finding]:
    """Prompt and settings as one text, also written by the programs derived from AUTOMATIC1111."""
    if "png:fooocus_scheme" in fields:
        return
    for name, value in _each(fields, "png:parameters", "exif:UserComment", "jpeg:comment", "gif:comment"):
        if _STEPS.search(value) and _SAMPLING.search(value):
            yield Finding(Process.AI_GENERATED, "AUTOMATIC1111", name)


def comfyui(fields: Fields) -> Iterator[Finding]:
    """The graph of nodes: as PNG text, in WebP as EXIF Model and Make with the key in front."""
    for name, key in (("png:prompt", ""), ("exif:Model", "prompt:")):
        for _, value in _each(fields, name):
            nodes = _json(value.removeprefix(key)).values() if value.startswith(key + "{") else ()
            if any(isinstance(node, dict) and "class_type" in node for node in nodes):
                yield Finding(Process.AI_GENERATED, "ComfyUI", name)
    for name, key in (("png:workflow", ""), ("exif:Make", "workflow:")):
        for _, value in _each(fields, name):
            graph = _json(value.removeprefix(key)) if value.startswith(key + "{") else {}
            if isinstance(graph.get("nodes"), list) and "links" in graph:
                yield Finding(Process.AI_GENERATED, "ComfyUI", name)


def invokeai(fields: Fields) -> Iterator[Finding]:
    """Three generations of keys."""
    for name, value in _each(fields, "png:invokeai_metadata", "png:sd-metadata"):
        if _json(value):
            yield Finding(Process.AI_GENERATED, "InvokeAI", name)
    for name, value in _each(fields, "png:Dream"):
        if _DREAM.search(value):
            yield Finding(Process.AI_GENERATED, "InvokeAI", name)


def novelai(fields: Fields) -> Iterator[Finding]:
    """The program's name under ``Software``, settings under ``Comment``."""
    for name, value in _each(fields, "png:Software"):
        if value == "NovelAI" and "png:Comment" in fields:
            yield Finding(Process.AI_GENERATED, "NovelAI", name)


def midjourney(fields: Fields) -> Iterator[Finding]:
    """A description that ends with the job's number, beside an author."""
    for name, value in _each(fields, "png:Description"):
        if "png:Author" in fields and _JOB.search(value):
            yield Finding(Process.AI_GENERATED, "Midjourney", name)


def grok(fields: Fields) -> Iterator[Finding]:
    """A signature as description and a UUID as artist."""
    signed = any(_SIGNATURE.fullmatch(value) for _, value in _each(fields, "exif:ImageDescription"))
    if signed and any(re.fullmatch(_UUID, value) for _, value in _each(fields, "exif:Artist")):
        yield Finding(Process.AI_GENERATED, "xAI Grok", "exif:ImageDescription")


RECOGNISERS: tuple[Callable[[Fields], Iterator[Finding]], ...] = (
    iptc, google, tc260, samsung, fooocus, automatic1111, comfyui, invokeai, novelai, midjourney, grok,
)  # fmt: skip
