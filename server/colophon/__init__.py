"""Colophon: how an image in a feed was made, who says so, and how far that can be trusted."""

__version__ = "0.1.0"
