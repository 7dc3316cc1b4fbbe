"""The whole server: what a signed record says defends and follows its picture, whatever is done to copies."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from tests.checks.c2pa.signing import Authority
from tests.checks.metadata.files import AI_XMP, app1_xmp
from tests.pictures import as_jpeg, photo, pixels_of, recompressed, sha256, until
from tests.spoof.files import MADE, SHOT

from colophon.app import build_app
from colophon.config import Config
from colophon.http.services import SERVICES, Services

PHOTO = photo(1)
Ask = Callable[[bytes], Awaitable[dict[str, Any]]]


@pytest.fixture
async def server(tmp_path: Path, camera_maker: Authority) -> AsyncIterator[tuple[Ask, Services]]:
    """A server that knows the camera maker's certificates, and what it answers for a picture."""
    (tmp_path / "trust" / "local").mkdir(parents=True)
    (tmp_path / "trust" / "local" / "maker.pem").write_text(camera_maker.root_pem)
    app = build_app(Config(data=tmp_path, workers=1))
    async with TestClient(TestServer(app)) as client:
        services = app[SERVICES]
        token = await services.pairing.exchange(await services.pairing.new_code())

        async def ask(data: bytes) -> dict[str, Any]:
            address, headers = f"/v1/images/{sha256(data)}", {"Authorization": f"Bearer {token}"}
            async with client.put(address, data=data, headers=headers) as answer:
                assert answer.status == 200
                return dict(await answer.json())

        yield ask, services


async def remembered(services: Services, entries: int) -> None:
    await until(lambda: len(services.registry) == entries and services.registry.generation > entries)


def label(answer: dict[str, Any]) -> str | None:
    return answer["label"]["id"] if answer["label"] else None


def rows(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """What the registry says."""
    return [row for row in answer["evidence"] if row["source"] == "registry"]


def tagged(jpeg: bytes) -> bytes:
    return jpeg[:2] + app1_xmp(AI_XMP) + jpeg[2:]


async def test_a_signed_photo_is_defended_against_tags_and_against_new_signatures(
    server: tuple[Ask, Services], camera_maker: Authority
) -> None:
    ask, services = server
    assert label(await ask(camera_maker.sign(PHOTO, SHOT))) == "captured.signed"
    await remembered(services, 1)
    copy = recompressed(PHOTO)
    plain = await ask(copy)
    assert label(plain) is None
    assert [row["process"] for row in rows(plain)] == ["captured_earlier"]
    assert label(await ask(tagged(copy))) == "conflict"
    resigned = await ask(camera_maker.sign(copy, MADE))
    assert (label(resigned), resigned["conflict"]) == ("conflict", True)
    assert label(await ask(recompressed(PHOTO, 50))) is None, "the new signature has branded no other copy"


async def test_an_edit_never_gives_its_label_to_the_photo(
    server: tuple[Ask, Services], camera_maker: Authority
) -> None:
    ask, services = server
    pixels = pixels_of(PHOTO).copy()
    pixels[120:280, 240:420] = pixels_of(photo(2))[120:280, 240:420]
    assert label(await ask(camera_maker.sign(as_jpeg(pixels), MADE))) == "ai_generated.signed"
    await remembered(services, 1)
    answer = await ask(recompressed(PHOTO))
    assert label(answer) is None
    assert {row["details"]["match"] for row in rows(answer)} <= {"similar"}


async def test_a_generated_picture_is_known_without_its_record(
    server: tuple[Ask, Services], camera_maker: Authority
) -> None:
    ask, services = server
    assert label(await ask(camera_maker.sign(PHOTO, MADE))) == "ai_generated.signed"
    await remembered(services, 1)
    answer = await ask(recompressed(PHOTO))
    assert label(answer) == "ai_generated.registry"
    assert [row["rank"] for row in rows(answer)] == [70]


async def test_what_a_stranger_signs_or_a_file_says_is_not_remembered(
    server: tuple[Ask, Services], stranger: Authority
) -> None:
    ask, services = server
    assert label(await ask(stranger.sign(PHOTO, MADE))) == "ai_generated.metadata"
    assert label(await ask(tagged(PHOTO))) == "ai_generated.metadata"
    assert label(await ask(recompressed(PHOTO))) is None
    assert len(services.registry) == 0
