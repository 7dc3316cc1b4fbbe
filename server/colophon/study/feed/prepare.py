"""Posts as they are kept: with what readers will be told of each picture, in every language of the study."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from colophon.assess import Asking, assessment
from colophon.evidence import Findings, Status
from colophon.labels import catalogue
from colophon.store.study_items import Item
from colophon.study.feed.folder import Shown
from colophon.study.names import item_of

Versions = Mapping[str, str | int]


def prepared(
    place: int,
    shown: Shown,
    findings: Findings,
    salt: bytes,
    locales: Iterable[str],
    versions: Versions,
    may_speak: bool,
) -> Item:
    """One post. The label is that of the checks, unless its line names another.

    Assessments are made once, so that no upgrade of the server changes what later participants see.
    """
    post, own = shown.post, None
    texts: dict[str, Any] = {}
    for locale in locales:
        found = assessment(findings, Asking(locale=locale), versions, may_speak)
        own = found.label
        if post.label:
            label = catalogue(locale).named(post.label)
            altered = {"label": label, "status": Status.LABELLED, "conflict": False, "evidence": []}
            found = found.model_copy(update=altered)
        texts[locale] = {"shown": found.model_dump(mode="json"), "own": own.short if own else None}
    return Item(
        item=item_of(salt, shown.picture.sha256),
        name=post.item,
        place=place,
        position=post.position,
        media_type=shown.picture.media_type,
        width=shown.width,
        height=shown.height,
        author=post.author,
        caption=post.caption,
        alt=post.alt,
        truth=post.truth,
        label=post.label,
        own_label=own.id if own else None,
        assessments=texts,
    )
