"""A study that a command is given as a file: as it is written, or frozen."""

from __future__ import annotations

from pathlib import Path

from colophon.errors import InputError
from colophon.study.spec.frozen import MAX_BYTES, load_frozen
from colophon.study.spec.read import load
from colophon.study.spec.study import Study


def study_of(file: Path) -> Study:
    """The study of a TOML file or a frozen one. Raises InputError, StudyFileError for what is wrong in it."""
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}") from error
    return load_frozen(content).study if content.lstrip()[:1] == b"{" else load(content, str(file))
