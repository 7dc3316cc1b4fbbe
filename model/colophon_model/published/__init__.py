"""Manifests of models that others publish, ready for whoever fetches the file.

Each ``<id>.json`` is a manifest without what only the ONNX file can tell: `complete` fills that in, and
`write_selftest` adds a self-test.
"""

from __future__ import annotations

from colophon_model.published.completion import complete
from colophon_model.published.listing import Published, published
from colophon_model.published.selftest import write_selftest

__all__ = ["Published", "complete", "published", "write_selftest"]
