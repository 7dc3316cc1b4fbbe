"""Untrusted bytes are read in other processes, which may hang or die. See `Sandbox`."""

from colophon.isolation.process import WorkerError
from colophon.isolation.sandbox import Job, Sandbox

__all__ = ["Job", "Sandbox", "WorkerError"]
