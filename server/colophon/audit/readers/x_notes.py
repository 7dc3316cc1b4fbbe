"""Long posts of an X archive: `tweets.js` holds their beginning, `note-tweet.js` all of them."""

from __future__ import annotations

import re
from datetime import datetime

from colophon.audit.readers import json_files, times, values
from colophon.audit.readers.tree import Tree

_NOTES = re.compile(r"(?:^|/)note-tweet(?:-part\d{1,4})?\.js$")
_SAME = 200  # characters of its beginning by which a note is known (community-archive)
_ELLIPSIS = "…"


class Notes:
    """The notes of ``tree``, at most ``record_bytes`` of its limits: beyond, posts keep their beginning."""

    def __init__(self, tree: Tree) -> None:
        self._of_id: dict[str, str] = {}
        self._of_time: dict[datetime, list[str]] = {}
        held = 0
        for name in tree.names():
            for value in json_files.listed(tree, name) if _NOTES.search(name) else ():
                note = values.mapping(values.mapping(value).get("noteTweet"))
                body = values.mapping(note.get("core") or note.get("noteTweetResults"))
                if (said := values.text(body.get("text"))) and (
                    held := held + len(said)
                ) < tree.limits.record_bytes:
                    self._keep(values.name(note.get("tweetId")), times.iso(note.get("createdAt")), said)

    def _keep(self, id_: str | None, time: datetime | None, said: str) -> None:
        if id_:
            self._of_id[id_] = said
        elif time:
            self._of_time.setdefault(time.replace(microsecond=0), []).append(said)

    def whole(self, id_: str, created_at: object, said: str) -> str:
        """All that a post says, where ``said`` begins a note: known by its id, or its second and words."""
        if named := self._of_id.get(id_):
            return named
        time = times.of_x(created_at)
        begin = (said.rpartition(_ELLIPSIS)[0] or said)[:_SAME]
        notes = self._of_time.get(time, ()) if time else ()
        return next((note for note in notes if note.startswith(begin)), said)
