"""Installing a model: brought into a folder beside, accepted by the load rule, then moved into place."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from colophon.download import Progress
from colophon.errors import ModelError
from colophon.models.inventory import RESERVED
from colophon.models.sources import Say, Template, Wish, bring, template_of
from colophon_model import Detector, Manifest, ModelRefused, builtin
from colophon_model.manifest import MANIFEST
from colophon_model.published import complete, write_selftest

_INCOMING = ".incoming-"
_ABANDONED_SECONDS = 86_400  # no installation takes a day
_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")


def install(
    models: Path,
    wish: Wish,
    *,
    replace: bool = False,
    say: Say = lambda _: None,
    progress: Progress = lambda _done, _total: None,
) -> Manifest:
    """Install what is wished for into the folder ``models`` and give back its manifest.

    ``say`` is told what is fetched from where before it is. Raises ModelError or DownloadError that say why
    not; then nothing is left behind.
    """
    template = template_of(wish)
    name = _name_of(template)
    target = models / name
    if target.exists() and not replace:
        raise ModelError(f"{name} is installed already; --replace installs it anew")
    with _stage(models) as stage:
        brought = bring(wish, template, stage, say, progress)
        try:
            _write_manifest(stage, brought)
            accepted = Detector.load(stage).manifest
        except ModelRefused as error:
            raise ModelError(f"the model was refused: {_without(str(error), stage)}") from error
        _move(stage, target)
    return accepted


def _name_of(template: Template) -> str:
    name = template.get("id")
    if not isinstance(name, str) or not _ID.fullmatch(name):
        raise ModelError(f"the manifest has the id {name!r}; it must be 1 to 64 of a-z, 0-9, dot and hyphen")
    folder = builtin()
    if name in RESERVED or (folder and name == folder.name):
        raise ModelError(f"a model cannot have the id {name!r}: it stands for something else here")
    return name


@contextmanager
def _stage(models: Path) -> Iterator[Path]:
    """A folder beside the installed models that is gone at the end, unless it was moved."""
    try:
        models.mkdir(parents=True, exist_ok=True)
        _clear_abandoned(models)
        stage = Path(tempfile.mkdtemp(dir=models, prefix=_INCOMING))
    except OSError as error:
        raise ModelError(f"{models} cannot be written: {error.strerror}") from error
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _clear_abandoned(models: Path) -> None:
    """Remove what a killed installation left."""
    for left in models.glob(f"{_INCOMING}*"):
        with suppress(FileNotFoundError):  # the installation may end just now
            if left.stat().st_mtime < time.time() - _ABANDONED_SECONDS:
                shutil.rmtree(left, ignore_errors=True)


def _write_manifest(stage: Path, template: Template) -> None:
    """Fill in what only the file can tell, and a self-test where the publisher gave none."""
    whole = complete(template, (stage / template["file"]).read_bytes())
    (stage / MANIFEST).write_text(json.dumps(whole, indent=2), encoding="utf-8")
    if not template.get("selftest"):
        write_selftest(stage)


def _move(stage: Path, target: Path) -> None:
    """Into place in one step; a model that is there already is put aside first."""
    aside = stage.with_name(f"{stage.name}.old")
    try:
        if target.exists():
            target.rename(aside)
        stage.rename(target)
    except OSError as error:
        if aside.exists():
            aside.rename(target)
        raise ModelError(f"{target} cannot be written: {error.strerror}") from error
    shutil.rmtree(aside, ignore_errors=True)


def _without(sentence: str, stage: Path) -> str:
    """``sentence`` without the name of a folder that is gone when it is read."""
    return sentence.replace(f"{stage}/", "")
