"""What the exports of Instagram and Facebook share: how a picture is named, and how text is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from colophon.audit.readers import values
from colophon.audit.readers.media import Appearance, Media, kind_of
from colophon.audit.readers.mojibake import repaired
from colophon.audit.readers.private import is_private
from colophon.audit.readers.tree import Tree
from colophon.audit.timeline import Item, Skipped, Why


@dataclass(frozen=True, slots=True)
class Pictures:
    """Turns an entry with a ``uri`` into an appearance. ``media`` knows where a ``uri`` begins."""

    media: Media

    def shown(self, entry: Mapping[str, object], appearance: Appearance) -> Item | Skipped:
        """The picture of ``entry``; its ``backup_uri``, where it has one, is an address that soon expires."""
        uri = values.text(entry.get("uri")) or ""
        if values.host(uri):
            return Skipped(Why.ELSEWHERE, appearance.id)
        if "video_metadata" in values.mapping(entry.get("media_metadata")) or kind_of(uri) == "video":
            return Skipped(Why.VIDEO, appearance.id)
        return self.media.shown(self.media.at(uri), appearance)


def words(value: object) -> str | None:
    """Text of an export, its mojibake repaired."""
    said = values.text(value)
    return values.text(repaired(said)) if said else None


def unread(tree: Tree, read: list[str]) -> list[Skipped]:
    """Lists beside those that were ``read`` which no reader knows, such as those of profile photos."""
    folders = {name.rpartition("/")[0] for name in read} - {""}
    left = sorted(set(tree.names()) - set(read))
    beside = (name for name in left if name.endswith(".json") and name.rpartition("/")[0] in folders)
    return [Skipped(Why.UNKNOWN, name) for name in beside if not is_private(name)]


def root_of(name: str, inside: tuple[str, ...]) -> str:
    """The folder that holds the export: what stands before the first of the folders ``inside``."""
    at = min((found for folder in inside if (found := f"/{name}".find(f"/{folder}/")) >= 0), default=-1)
    return name[:at] if at >= 0 else name.rpartition("/")[0] + "/" if "/" in name else ""
