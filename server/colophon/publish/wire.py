"""Labels of the AT Protocol as JSON has them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from colophon.wire import Wire


class LabelSignature(Wire):
    """64 bytes as the AT Protocol's JSON has them, base64 without padding."""

    bytes: Annotated[str, Field(alias="$bytes")]


class PublishedLabel(Wire):
    """One label (com.atproto.label.defs#label)."""

    ver: Literal[1]
    src: str
    uri: str
    cid: str
    val: str
    cts: str
    exp: str | None = None
    sig: LabelSignature


class XrpcProblem(Wire):
    """What went wrong, as the AT Protocol says it."""

    error: str
    message: str


class LabelsOut(Wire):
    """Labels that stand (com.atproto.label.queryLabels)."""

    cursor: str | None = None
    labels: list[PublishedLabel]
