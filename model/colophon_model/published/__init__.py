"""Manifests of models that others publish, ready for whoever fetches the file.

Each ``<id>.json`` is a manifest without what only the ONNX file can tell: `complete` fills that in.
"""

from __future__ import annotations

from colophon_model.published.complete import complete
from colophon_model.published.listing import Published, published

__all__ = ["Published", "complete", "published"]
