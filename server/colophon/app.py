"""The composition root: builds the application from a configuration, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager

from aiohttp import web

from colophon.checks.all import ImageChecks, image_checks
from colophon.config import Config
from colophon.http.admission import Admission
from colophon.http.draining import Draining
from colophon.http.metrics import Metrics
from colophon.http.middleware import guard, observe, problems
from colophon.http.rendered import Renderings
from colophon.http.routes import add_routes
from colophon.http.sampling import Looks, Sampler
from colophon.http.services import SERVICES, Services
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
from colophon.staff.staff import open_staff
from colophon.store.database import open_store
from colophon.store.errors import hear_errors
from colophon.store.shared import open_shared
from colophon.supervise import Tasks

ChecksFactory = Callable[[Config, Registry], AbstractContextManager[ImageChecks]]


def build_app(config: Config, checks: ChecksFactory = image_checks) -> web.Application:
    """The whole server. ``checks`` opens what looks at images and closes it at the end.

    Starting it raises ConfigError or TrustError when something that is there cannot be used. Absent trust
    lists and models are no error.
    """
    app = web.Application(middlewares=[observe, problems, guard])
    add_routes(app)
    app.cleanup_ctx.append(_services(config, checks))
    app.on_shutdown.append(_drain)
    return app


def _services(config: Config, checks: ChecksFactory) -> Callable[[web.Application], AsyncIterator[None]]:
    async def context(app: web.Application) -> AsyncIterator[None]:
        keep_small()
        metrics = Metrics()
        registry = Registry()

        def use(chosen: Chosen) -> None:
            image.detector.replace(chosen.detector, chosen.refused)
            image.detector.tell_why_silent(config.detector_chip)
            pipeline.renew()

        def rules() -> str:
            """Everything but the image that an assessment depends on."""
            return f"{pipeline.version} {RESOLVER_VERSION} {LABELS_VERSION} chip={config.detector_chip}"

        with checks(config, registry) as image:
            image.detector.tell_why_silent(config.detector_chip)
            async with (
                open_store(config.store) as store,
                open_shared(
                    config.redis, config.limits, await store.changes.identity(), metrics.redis_failed
                ) as shared,
                open_staff(store, shared, config.limits) as staff,
            ):
                hear_errors(store.engine, metrics.database_error)
                register = Register(store, registry, lambda: pipeline.seen(), rules, shared)
                pipeline = Pipeline(
                    image.checks,
                    config.limits,
                    config.workers,
                    store.findings,
                    metrics,
                    slow=image.slow,
                    registry=registry,
                    remember=register.remember if config.remember else None,
                    announce=register.announce,
                    shared=shared,
                )
                readers = Readers(store.tokens, config)
                register.heed(readers.doubt)
                quotas = Quotas(store.usage, shared, config, refused=metrics.quota_refused)
                door = OpenCodes(store.invites, shared, config.limits) if config.hosted else None
                await register.refresh()
                looks = Looks(
                    waiting=lambda: pipeline.waiting,
                    slow_waiting=lambda: pipeline.slow_waiting,
                    readers_restarted=image.readers_restarted,
                    redis_working=lambda: shared.working,
                )
                sampler = Sampler(metrics, looks)
                tasks = Tasks(metrics.task_restarted)
                tasks.start("registry", register.watch)
                tasks.start("news", lambda: shared.follow(register.wake))
                tasks.start("quotas", quotas.run)
                tasks.start("figures", sampler.run)
                tasks.start("retention", lambda: tidy(store.old, config.retention))
                tasks.start("memory", lambda: rest(lambda: pipeline.idle_seconds))
                if models := image.models:
                    tasks.start("models", lambda: models.run(config.limits.model_look_seconds, use))
                app[SERVICES] = Services(
                    config=config,
                    store=store,
                    shared=shared,
                    pipeline=pipeline,
                    pairing=Pairing(store.tokens, config.limits, door),
                    staff=staff,
                    readers=readers,
                    quotas=quotas,
                    registry=registry,
                    register=register,
                    desk=Desk(store, register, config.team),
                    admission=Admission(
                        config.limits.pending_per_worker * config.workers, metrics, config.workers
                    ),
                    draining=Draining(register.stop),
                    metrics=metrics,
                    history=sampler.history,
                    sampler=sampler,
                    tasks=tasks,
                    renderings=Renderings(config.limits.rendered_bytes),
                    versions={
                        "resolver": RESOLVER_VERSION,
                        "labels": LABELS_VERSION,
                        **image.versions,
                    },
                    trust=image.trust,
                    detector=image.detector,
                )
                settle()
                metrics.begin()
                try:
                    yield
                finally:
                    await tasks.close()
                    await readers.close()
                    await quotas.close()
                    await pipeline.close()

    return context


async def _drain(app: web.Application) -> None:
    await app[SERVICES].draining.begin()
