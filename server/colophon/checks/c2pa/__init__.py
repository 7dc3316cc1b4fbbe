"""Signed provenance records (C2PA): read in a worker process, judged here. See `C2paCheck`."""

from colophon.checks.c2pa.check import C2paCheck

__all__ = ["C2paCheck"]
