"""The composition root: builds the application from a configuration, and nothing else."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from typing import NamedTuple

from aiohttp import web

from colophon.checks.all import ImageChecks, image_checks
from colophon.config import Config
from colophon.follow.follower import Follower
from colophon.http.admission import Admission, Places
from colophon.http.draining import Draining
from colophon.http.metrics import Metrics
from colophon.http.middleware import around
from colophon.http.outgoing import asking
from colophon.http.publishing import Publishing, publishing
from colophon.http.rendered import Renderings
from colophon.http.routes import add_routes
from colophon.http.sampling import Looks, Sampler
from colophon.http.services import SERVICES, MadeWith, Services
from colophon.labels import LABELS_VERSION
from colophon.memory import keep_small, rest, settle
from colophon.models.current import Chosen
from colophon.pairing import Pairing, Quotas, Readers
from colophon.pairing.doors import OpenCodes
from colophon.pipeline import Pipeline
from colophon.registry.memory import Registry
from colophon.registry.register import Register
from colophon.resolve import RESOLVER_VERSION
from colophon.retention import tidy
from colophon.review.desk import Desk
from colophon.review.filling import Filling
from colophon.review.fingerprints import Fingerprints
from colophon.review.pictures import CasePictures
from colophon.review.previews import Previews
from colophon.review.second_pass import SecondPass
from colophon.review.verdicts import Verdicts
from colophon.staff.staff import Staff, open_staff
from colophon.store.database import Store, open_store
from colophon.store.errors import hear_errors
from colophon.store.shared import Shared, open_shared
from colophon.study.enrolment import Studies
from colophon.study.feed.serve import Feeds
from colophon.study.overviews import Overviews
from colophon.supervise import Tasks

ChecksFactory = Callable[[Config, Registry], AbstractContextManager[ImageChecks]]


def build_app(
    config: Config, checks: ChecksFactory = image_checks, clock: Callable[[], float] = time.time
) -> web.Application:
    """The whole server. ``checks`` opens what looks at images and closes it at the end.

    ``clock`` is what durable things and studies are dated by, in seconds since 1970.

    Starting it raises ConfigError or TrustError when something that is there cannot be used. Absent trust
    lists and models are no error.
    """
    app = web.Application(middlewares=[around])
    add_routes(app)
    app.cleanup_ctx.append(_running(config, checks, clock))
    app.on_shutdown.append(_drain)
    return app


def _running(
    config: Config, checks: ChecksFactory, clock: Callable[[], float]
) -> Callable[[web.Application], AsyncIterator[None]]:
    async def context(app: web.Application) -> AsyncIterator[None]:
        keep_small()
        metrics, registry = Metrics(), Registry()
        with checks(config, registry) as image:
            image.detector.tell_why_silent(config.detector_chip)
            async with _opened(config, metrics, clock) as opened:
                services = app[SERVICES] = _services(config, image, registry, metrics, opened)
                await services.register.refresh()
                _begin(services, image)
                settle()
                metrics.begin()
                try:
                    yield
                finally:
                    await _end(services)

    return context


class _Opened(NamedTuple):
    """What outlives requests and has to be closed."""

    store: Store
    shared: Shared
    staff: Staff
    clock: Callable[[], float]
    identity: int  # of the database


@asynccontextmanager
async def _opened(config: Config, metrics: Metrics, clock: Callable[[], float]) -> AsyncIterator[_Opened]:
    async with open_store(config.store, clock=clock) as store:
        hear_errors(store, metrics.database_error)
        identity = await store.changes.identity()
        async with (
            open_shared(config.redis, config.limits, identity, metrics.redis_failed) as shared,
            open_staff(store, shared, config.limits) as staff,
        ):
            yield _Opened(store, shared, staff, clock, identity)


def _services(
    config: Config, image: ImageChecks, registry: Registry, metrics: Metrics, opened: _Opened
) -> Services:
    store, shared, limits = opened.store, opened.shared, config.limits

    def rules() -> str:
        """Everything but the image that an assessment depends on."""
        return f"{pipeline.version} {RESOLVER_VERSION} {LABELS_VERSION} chip={config.detector_chip}"

    register = Register(store, registry, lambda: pipeline.seen(), rules, shared)
    second = SecondPass(config.second_pass, opened.identity)
    filling = Filling(store, second, lambda: pipeline.version, store.outage)
    published = publishing(config, store, register)
    pictures = CasePictures(store, registry, config)
    fingerprints = Fingerprints(store, pictures, limits.pixels)
    desk = Desk(store, register, fingerprints, config.team, published.address if published else None)
    pipeline = Pipeline(
        image.checks,
        limits,
        config.workers,
        store.findings,
        metrics,
        slow=image.slow,
        registry=registry,
        remember=register.remember if config.remember else None,
        announce=register.announce,
        shared=shared,
        outage=store.outage,
        noticed=filling.found,
    )
    readers = Readers(store.tokens, config)
    register.heed(readers.doubt)
    door = OpenCodes(store.invites, shared, limits) if config.hosted else None
    sampler = Sampler(metrics, _looks(pipeline, image, shared))
    studies = Studies(store, shared, limits, opened.clock)
    return Services(
        config=config,
        store=store,
        shared=shared,
        pipeline=pipeline,
        pairing=Pairing(store.tokens, limits, door),
        staff=opened.staff,
        readers=readers,
        quotas=Quotas(store.usage, shared, config, refused=metrics.quota_refused, outage=store.outage),
        registry=registry,
        register=register,
        desk=desk,
        verdicts=Verdicts(store, desk, second, filling.decided, opened.clock),
        filling=filling,
        pictures=pictures,
        fingerprints=fingerprints,
        previews=Previews(limits),
        admission=Admission(limits.pending_per_worker * config.workers, metrics, config.workers),
        studies=studies,
        feeds=Feeds(studies, store.items, store.events),
        study_places=Places(limits.study_pending),
        overviews=Overviews(store),
        draining=Draining(lambda: _let_go(register, published)),
        metrics=metrics,
        history=sampler.history,
        sampler=sampler,
        tasks=Tasks(metrics.task_restarted, store.outage.explains),
        renderings=Renderings(limits.rendered_bytes),
        made_with=MadeWith(
            {"resolver": RESOLVER_VERSION, "labels": LABELS_VERSION, **image.versions},
            image.detector,
            registry,
        ),
        trust=image.trust,
        detector=image.detector,
        publishing=published,
    )


async def _let_go(register: Register, published: Publishing | None) -> None:
    """Answer the questions that are held open, and end the streams."""
    await register.stop()
    if published is not None:
        await published.feed.stop()


def _looks(pipeline: Pipeline, image: ImageChecks, shared: Shared) -> Looks:
    """What is not counted but looked at."""
    return Looks(
        waiting=lambda: pipeline.waiting,
        slow_waiting=lambda: pipeline.slow_waiting,
        readers_restarted=image.readers_restarted,
        redis_working=lambda: shared.working,
    )


def _begin(services: Services, image: ImageChecks) -> None:
    """Start what goes on in the background."""
    config, register, pipeline = services.config, services.register, services.pipeline

    def use(chosen: Chosen) -> None:
        image.detector.replace(chosen.detector, chosen.refused)
        image.detector.tell_why_silent(config.detector_chip)
        pipeline.renew()

    start = services.tasks.start
    start("registry", register.watch)
    start("news", lambda: services.shared.follow(register.wake))
    start("quotas", services.quotas.run)
    start("review", services.filling.run)
    start(
        "subscriptions",
        Follower(services.store, register, asking, pipeline.seen, services.metrics.followed).run,
    )
    start("figures", services.sampler.run)
    start("retention", lambda: tidy(services.store.old, config.retention))
    start("memory", lambda: rest(lambda: pipeline.idle_seconds))
    if services.publishing:
        start("published", services.publishing.feed.run)
    if models := image.models:
        start("models", lambda: models.run(config.limits.model_look_seconds, use))


async def _end(services: Services) -> None:
    await services.tasks.close()
    await services.overviews.close()
    await services.readers.close()
    await services.quotas.close()
    await services.pipeline.close()
    await services.previews.close()
    services.metrics.tell()


async def _drain(app: web.Application) -> None:
    await app[SERVICES].draining.begin()
