"""Text that Meta's exports write as if each of its bytes were a character."""

from __future__ import annotations


def repaired(text: str) -> str:
    """``text`` with UTF-8 that was read as Latin-1 read again; as it is where it cannot be that.

    Instagram and Facebook write every export in this way (pixelfed/pixelfed 4479,
    marcomaroni-github/instagram-to-bluesky 15). Text that holds a character beyond Latin-1, or whose bytes
    are no UTF-8, was written properly and stays.
    """
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
