from colophon.checks.metadata.check import MetadataCheck

__all__ = ["MetadataCheck"]
