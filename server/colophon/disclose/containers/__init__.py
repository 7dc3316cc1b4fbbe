"""Writing into image containers: everything that is not asked to change stays as it is, byte by byte."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from colophon.disclose.containers.base import Container
from colophon.disclose.containers.jpeg import Jpeg
from colophon.disclose.containers.png import Png
from colophon.disclose.containers.webp import Webp
from colophon.images import sniff

CONTAINERS: Mapping[str, Callable[[bytes], Container]] = {
    sniff.JPEG: Jpeg.parse,
    sniff.PNG: Png.parse,
    sniff.WEBP: Webp.parse,
}

__all__ = ["CONTAINERS", "Container"]
