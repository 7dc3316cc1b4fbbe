"""Whose signatures on provenance records are recognised: lists that are downloaded, never committed."""

from colophon.trust.lists import NO_LISTS, TrustLists, load

__all__ = ["NO_LISTS", "TrustLists", "load"]
