"""What is known of a published model before its file is here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from colophon_model.manifest import Download


@dataclass(frozen=True, slots=True)
class Published:
    """A published model: ``template`` is its manifest without what only the file can tell."""

    template: Mapping[str, Any]
    download: Download

    @classmethod
    def of(cls, template: Mapping[str, Any]) -> Published:
        """Raises pydantic's ValidationError when the download is not described as it has to be."""
        download = Download.model_validate(template["download"])
        size = {"bytes": download.bytes} if download.bytes else {}
        return cls({**template, "sha256": download.sha256, **size}, download)

    @property
    def id(self) -> str:
        """Its name in the library."""
        return str(self.template["id"])

    @property
    def version(self) -> str:
        """The publisher's own name of this version."""
        return str(self.template["version"])

    @property
    def license(self) -> str:
        """SPDX name of the publisher's licence."""
        return str(self.template["license"])

    @property
    def host(self) -> str:
        """The machine that is asked for the file."""
        return urlsplit(self.download.url).hostname or ""


@cache
def published() -> Mapping[str, Published]:
    """The published models with a ready-made manifest, by id."""
    files = sorted(Path(__file__).parent.glob("*.json"))
    templates = [Published.of(json.loads(file.read_text(encoding="utf-8"))) for file in files]
    return MappingProxyType({known.id: known for known in templates})
