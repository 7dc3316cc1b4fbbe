"""A creator's own disclosure: written into a copy of a picture, drawn on it, and worded for the post."""

from colophon.disclose.disclose import Disclosed, disclose

__all__ = ["Disclosed", "disclose"]
