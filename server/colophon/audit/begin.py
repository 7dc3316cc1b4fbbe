"""A folder for an audit: a new one, or one in which the same audit was begun."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from colophon import __version__
from colophon.audit import folder, shards
from colophon.audit.parts import Parts
from colophon.audit.plan import Plan
from colophon.audit.timeline import Source
from colophon.errors import Conflict, InputError
from colophon.whole import write_whole

_PRIVATE = 0o700  # captions and accounts are for whoever audits


@contextmanager
def held(out: Path) -> Iterator[None]:
    """Nobody else audits into this folder meanwhile; given back by the system when the process ends.

    Makes the folder. Raises Conflict where somebody does, InputError where it cannot be made.
    """
    try:
        out.mkdir(_PRIVATE, parents=True, exist_ok=True)
        descriptor = os.open(out, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise InputError(f"--out {out}: {error.strerror}; name a folder that can be written") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Conflict(f"another audit is at work in {out}; wait for it, or name another folder") from None
    else:
        yield
    finally:
        os.close(descriptor)


def apart(plan: Plan) -> None:
    """What an audit writes must not become part of what it reads. Raises InputError."""
    if plan.source.is_dir() and plan.out.resolve().is_relative_to(plan.source.resolve()):
        raise InputError(f"--out {plan.out} lies in the source {plan.source}; name a folder outside of it")


def begin(plan: Plan, source: Mapping[str, str], opened: Callable[[], Source]) -> Plan:
    """Write ``audit.json``, or find that it is of the same source and options: the plan that is gone on with.

    ``source`` is the fingerprint of the source, which ``opened`` opens. Raises InputError where the folder
    holds something else, or an audit of another source or other options.
    """
    about = folder.read_object(plan.out / folder.AUDIT)
    if about is None:
        _empty(plan.out)
        name = opened().name
        write_whole(plan.out / folder.AUDIT, folder.written(_about(plan, {"name": name, **source})))
        return plan
    same_files = {key: about["source"].get(key) for key in source} == source
    if not same_files:
        raise InputError(
            f"{plan.out} holds an audit of {about['source']['path']} as it was on {about['date']}, and "
            f"{plan.source} is another source, or was changed since; {_way_out(plan.out)}"
        )
    plan = replace(plan, shard=about["options"]["shard"])
    _same_options(about["options"], plan)
    _sweep(plan.out)
    return plan


def settle_versions(out: Path, versions: Mapping[str, str | int], parts: Parts) -> str | None:
    """Note what the rows rest on, or compare it with what earlier rows rest on; gives a remark, if any.

    ``parts`` are only noted: where one came or went, a version differs.

    Raises InputError where they would not go together. Only the registry may have moved on: a server learns
    all the time, and an audit that took days could never be gone on with.
    """
    about = folder.read_object(out / folder.AUDIT) or {}
    before, now = about["versions"], {**versions, "colophon": __version__}
    if not before:
        about |= {"versions": dict(versions), "parts": dict(parts)}
        write_whole(out / folder.AUDIT, folder.written(about))
        return None
    before = {**before, "colophon": about["colophon"]}
    changed = [n for n in now if n != "generation" and now[n] != before.get(n)]
    if changed:
        told = ", ".join(f"{name} {before.get(name, 'absent')} (now {now[name]})" for name in changed)
        raise InputError(
            f"the audit in {out} was begun with {told}, and its rows would not go together; {_way_out(out)}"
        )
    last = before.get("generation_last", before["generation"])
    if now["generation"] == last:
        return None
    about["versions"]["generation_last"] = now["generation"]
    write_whole(out / folder.AUDIT, folder.written(about))
    return "the registry has changed since this audit began: what is left is compared with it as it is now"


def _about(plan: Plan, source: Mapping[str, str]) -> dict[str, Any]:
    return {
        "colophon": __version__,
        "source": {"name": source["name"], "path": str(plan.source), **source},
        "options": plan.options(),
        "versions": {},
        "parts": {},
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
    }


def _empty(out: Path) -> None:
    _sweep(out)
    others = sorted(path.name for path in out.iterdir() if path.name != folder.WORK)
    if others:
        raise InputError(
            f"{out} holds other things ({', '.join(others[:3])}) and no audit; name a new or an empty folder"
        )


def _same_options(before: Mapping[str, Any], plan: Plan) -> None:
    now = plan.options()
    changed = [name for name in now if now[name] != before.get(name)]
    if changed:
        told = ", ".join(f"{name} {_shown(before.get(name))} (now {_shown(now[name])})" for name in changed)
        raise InputError(f"the audit in {plan.out} was begun with {told}; {_way_out(plan.out)}")


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "+".join(map(str, value))
    return "none" if value is None else str(value).lower()


def _way_out(out: Path) -> str:
    return f"give it what it was begun with, or name another folder with --out; to drop it, remove {out}"


def _sweep(out: Path) -> None:
    """Remove what a kill left half written."""
    for name in (folder.AUDIT, folder.INDEX, folder.SKIPPED):
        for path in out.glob(f".{name}.*"):
            path.unlink(missing_ok=True)
    for path in (out / folder.WORK).glob(".*"):  # an archive that was being unpacked
        path.unlink(missing_ok=True)
    shards.sweep(out)
