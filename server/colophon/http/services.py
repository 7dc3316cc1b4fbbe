"""What the views work with, under one typed key of the application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from colophon.config import Config
from colophon.http.admission import Admission
from colophon.http.metrics import Metrics
from colophon.pairing import Pairing
from colophon.pipeline import Pipeline
from colophon.registry.memory import Registry
from colophon.registry.register import Register
from colophon.review.desk import Desk
from colophon.roles import Reader
from colophon.store.database import Store


@dataclass(frozen=True, slots=True)
class Services:
    """Made at start by the composition root, closed by it at the end."""

    config: Config
    store: Store
    pipeline: Pipeline
    pairing: Pairing
    registry: Registry
    register: Register
    desk: Desk
    admission: Admission
    metrics: Metrics
    versions: Mapping[str, str | int]  # of everything that an assessment depends on
    trust: Mapping[str, bool]  # trust lists by tier: present or not
    model: bool  # a detector is loaded

    @property
    def assessed_with(self) -> Mapping[str, str | int]:
        """The versions, with the registry's generation as it is now."""
        return {**self.versions, "generation": self.registry.generation}


SERVICES = web.AppKey("services", Services)
READER = web.RequestKey("reader", Reader)  # who asks, where a token is wanted
