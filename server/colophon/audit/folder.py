"""The folder of an audit: which files lie where, and what its two small ones hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from colophon.errors import InputError

AUDIT = "audit.json"
INDEX = "index.jsonl"
SKIPPED = "skipped.json"
SHARDS = "shards"
WORK = "work"  # what the audit needs while it goes on; gone at its end


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit is about, from ``audit.json`` and ``skipped.json``.

    ``source`` names the timeline and its fingerprint, ``options`` how it is audited, ``versions`` with what;
    ``parts`` are those that an audit can do without (`colophon.audit.parts`), none where an older program
    made it. ``date`` is the UTC day of its start, the only clock. ``found`` are all images of the source,
    ``sampled`` those that were chosen, ``skipped`` counts what was passed over and ``examples`` names some of
    it, both by reason. ``sampling`` is the rule, or None where all were taken.
    """

    colophon: str
    source: Mapping[str, str]
    options: Mapping[str, Any]
    versions: Mapping[str, str | int]
    date: str
    found: int
    sampled: int
    skipped: Mapping[str, int]
    examples: Mapping[str, list[str]]
    sampling: Mapping[str, Any] | None
    parts: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def shards(self) -> int:
        """How many shards there are."""
        return -(-self.sampled // int(self.options["shard"]))


def audit_of(out: Path) -> Audit:
    """The audit in this folder, be it finished or not. Raises InputError where there is none."""
    about, chosen = read_object(out / AUDIT), read_object(out / SKIPPED)
    if about is None:
        raise InputError(
            f"{out} holds no audit: name the folder that `colophon audit SOURCE --out DIR` wrote"
        )
    if chosen is None:
        raise InputError(f"the audit in {out} was stopped at its beginning: {how_to_go_on(about, out)}")
    return Audit(
        **about,
        found=chosen["found"],
        sampled=chosen["sampled"],
        skipped=chosen["counts"],
        examples=chosen["examples"],
        sampling=chosen["sampling"],
    )


def how_to_go_on(about: Mapping[str, Any], out: Path) -> str:
    """What to do about an audit that is not finished."""
    return f"`colophon audit {about['source']['path']} --out {out}` goes on with it"


def read_object(path: Path) -> dict[str, Any] | None:
    """The JSON object in a file, None where there is no such file. Raises InputError where it holds none."""
    try:
        value = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, orjson.JSONDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}; an audit's files are not to be changed") from error
    if not isinstance(value, dict):
        raise InputError(f"{path} holds no JSON object; an audit's files are not to be changed")
    return value


def written(value: object) -> bytes:
    """A small file of an audit: indented JSON, the same bytes for the same content."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
