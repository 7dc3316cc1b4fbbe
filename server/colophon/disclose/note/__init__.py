"""A readable note on a picture: where it goes, in which font, and how it stands out from what is below it."""

from colophon.disclose.note.note import Corner, Drawn, Note, draw

__all__ = ["Corner", "Drawn", "Note", "draw"]
