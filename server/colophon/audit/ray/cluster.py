"""A Ray cluster: one that is there, or one of this computer alone for as long as an audit goes on."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from colophon.errors import InputError

# Bytes, the least that Ray takes; what is said between driver and actors are some lines.
_OBJECT_STORE = 80 << 20


@contextmanager
def cluster(address: str | None, workers: int) -> Iterator[Any]:
    """The module ``ray``, connected to the cluster at ``address`` or to a new one of ``workers`` CPUs.

    A new one listens on 127.0.0.1 only, asks for a token that nobody else knows, has no dashboard, reports
    nothing to its makers and is gone at the end. Raises InputError where Ray is absent or cannot be reached.
    """
    if address is None:
        for_this_computer()
    try:
        import ray
    except ImportError:
        raise InputError("--engine ray needs Ray: `pip install 'colophon[ray]'` on every node") from None
    # sockets lie in it, whose whole path may have 103 bytes on a Mac, where temporary folders are deep
    folder = tempfile.mkdtemp(prefix="colophon-ray-", dir="/tmp" if sys.platform == "darwin" else None)  # noqa: S108
    try:
        _begin(ray, address, workers, folder)
        yield ray
    finally:
        ray.shutdown()
        shutil.rmtree(folder, ignore_errors=True)


def _begin(ray: Any, address: str | None, workers: int, folder: str) -> None:
    own = {
        "num_cpus": workers,
        "include_dashboard": False,
        "object_store_memory": _OBJECT_STORE,
        "_temp_dir": folder,
    }
    try:
        ray.init(
            address=address or "local", **({} if address else own), log_to_driver=False, logging_level="ERROR"
        )
    except (OSError, RuntimeError, ValueError, AssertionError, ray.exceptions.RayError) as error:
        first = str(error).strip().partition("\n")[0]
        if address is None:
            raise InputError(f"Ray cannot be started here ({first}); --engine local needs no Ray") from error
        raise InputError(
            f"no Ray cluster can be joined at {address} ({first}). Give HOST:PORT of one that this computer "
            "is part of (`ray start --address HOST:PORT`), with the same versions of Ray and Python; without "
            "it a cluster of this computer alone is used"
        ) from error


def for_this_computer() -> None:
    """Settings that Ray reads when it is imported, and passes on to its processes."""
    os.environ.update(
        {
            "RAY_USAGE_STATS_ENABLED": "0",
            "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # on every system: all listens on 127.0.0.1 only
            "RAY_AUTH_MODE": "token",
            "RAY_worker_niceness": "0",  # Ray's 15 starves where others work on the same computer
        }
    )
    os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
