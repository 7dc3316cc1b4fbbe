"""The platform's own label on a post, repeated and no more (specification, section 5)."""

from __future__ import annotations

from colophon.checks.patterns import Platform, PlatformLabel, folded, load
from colophon.evidence import Process, Source, Statement

_UNKNOWN_SITE = "site"


def read_label(text: str | None, site: str | None) -> Statement | None:
    """The statement in a platform's label, or None where its words are not known or name no AI.

    ``site`` is a key of the pattern file (``instagram``) or a host name. The whole label must be one that
    this site is known to use. An unknown site has the plain wordings, and no name of its own.
    """
    label = _labels(platform_of(site)).get(folded((text or "")[:200]))
    if label is None or label.process is None:
        return None
    return Statement(Source(label.source), Process(label.process), label.id, label.language)


def platform_of(site: str | None) -> Platform:
    """The platform behind a key or host name; the one for unknown sites if there is none."""
    platforms = load().platforms
    name = (site or "").lower().rstrip(".")
    for platform in platforms:
        if name == platform.key or any(name == h or name.endswith(f".{h}") for h in platform.hosts):
            return platform
    return next(p for p in platforms if p.key == _UNKNOWN_SITE)


def _labels(platform: Platform) -> dict[str, PlatformLabel]:
    return {words: label for label in reversed(platform.labels) for words in label.words}
