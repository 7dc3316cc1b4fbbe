"""The pictures of an audit for its bundle, from the source itself: each once, protected ones never."""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO

from colophon.audit.bundle.container import Entry, Opened, entry_of
from colophon.audit.bundle.manifest import File
from colophon.audit.fingerprint import fingerprint
from colophon.audit.folder import audit_of
from colophon.audit.plan import Plan
from colophon.audit.rows import Row
from colophon.audit.timeline import Source
from colophon.config import Config
from colophon.errors import InputError, NotAnImage
from colophon.images.picture import Picture
from colophon.registry.local import local_registry

MEDIA = "media"  # the folder within the bundle
_KINDS = {"image/jpeg": ".jpg", "image/tiff": ".tif"}


@dataclass(slots=True)
class Pictures:
    """Where pictures come from. ``left_out`` counts those that became protected after the audit."""

    source: Source
    limit: int  # bytes of one picture
    pixels: int
    protects: Callable[[Picture], bool]
    left_out: int = field(default=0)

    def listed(self, rows: Iterable[Row]) -> Iterator[tuple[File, Entry, Opened]]:
        """Each picture of which there is a row. Raises InputError where one is not as it was."""
        seen: set[str] = set()
        self.left_out = 0
        for row in rows:
            if (sha256 := row.get("sha256")) and sha256 not in seen:
                seen.add(sha256)
                if (found := self._one(sha256, row["locator"])) is not None:
                    yield found

    def _one(self, sha256: str, locator: str) -> tuple[File, Entry, Opened] | None:
        data = self._data(locator)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise InputError(f"{locator} in the source has changed since it was audited")
        try:
            picture = Picture.of(data, self.pixels, sha256)
        except NotAnImage as error:
            raise InputError(f"{locator} in the source: {error}") from error
        if self.protects(picture):
            self.left_out += 1
            return None
        kind = _KINDS.get(picture.media_type, f".{picture.media_type.partition('/')[2]}")
        name = f"{MEDIA}/{sha256}{kind}"
        entry = entry_of(name, partial(io.BytesIO, data))
        return File(name=name, bytes=len(data), sha256=sha256), entry, partial(self._again, locator)

    def _again(self, locator: str) -> BinaryIO:
        return io.BytesIO(self._data(locator))

    def _data(self, locator: str) -> bytes:
        return self.source.read(locator, self.limit)


@contextmanager
def pictures_of(out: Path, config: Config, place: Path | None) -> Iterator[Pictures]:
    """Open the source of the audit in ``out`` again; ``place`` is where it lies now, if it was moved.

    Raises InputError where it is not there, or not what was audited.
    """
    audited = audit_of(out).source
    path = place or Path(audited["path"])
    if not path.exists():
        raise InputError(
            f"the source of this audit is not at {path}: say with --source where it lies now, or leave out "
            "--with-pictures"
        )
    now = fingerprint(path)
    if {name: audited.get(name) for name in now} != now:
        raise InputError(f"{path} is not what was audited, or was changed since: no picture is taken from it")
    with tempfile.TemporaryDirectory(prefix="colophon-source-") as work:
        plan = Plan(path, Path(work), config)
        registry = local_registry(config)
        limits = config.limits
        yield Pictures(plan.opened(), limits.body_bytes, limits.pixels, registry.protects)
