from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from tests.outcomes import error
from tests.pictures import AI_IN_METADATA, FakeCheck, photo, picture

from colophon.checks.all import image_checks
from colophon.checks.base import Report
from colophon.config import CHECKS, Config
from colophon.errors import Overloaded
from colophon.evidence import DONE, Why
from colophon.examine import Examination
from colophon.images.picture import Picture
from colophon.registry.memory import Registry


class Clock:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


PICTURE = Picture.of(picture(), 40_000_000)


def test_an_image_that_waited_too_long_is_not_begun(clock: Clock) -> None:
    check = FakeCheck()
    examination = Examination(PICTURE, [check], 20, clock=clock)
    clock.now = 20
    with pytest.raises(Overloaded, match="waited longer than 20 s"):
        examination.run()
    assert check.looks == 0


def test_no_check_begins_after_the_deadline(clock: Clock) -> None:
    def slow(_: Picture) -> Report:
        clock.now += 30
        return Report((AI_IN_METADATA,))

    first, second = FakeCheck("first", say=slow), FakeCheck("second")
    examination = Examination(PICTURE, [first, second], 20, clock=clock)
    found = examination.run()
    assert dict(found.checks) == {"first": DONE, "second": error(Why.TIMED_OUT, seconds="20")}
    assert found.evidence == (AI_IN_METADATA,)
    assert second.looks == 0
    assert not examination.in_time


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_one_decode_serves_every_check(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decodes: list[str] = []
    decoder = Image._getdecoder

    def counted(mode: str, name: str, *more: object) -> object:
        if name != "raw":  # an array becoming an image again
            decodes.append(name)
        return decoder(mode, name, *more)  # type: ignore[arg-type]

    stream = io.BytesIO()
    Image.open(io.BytesIO(photo(3))).save(stream, kind)
    monkeypatch.setattr(Image, "_getdecoder", counted)
    config = Config(data=tmp_path, checks=CHECKS, workers=1)
    registry = Registry()
    with image_checks(config, registry) as image:
        decodes.clear()  # of the model's self-tests
        looked_at = Picture.of(stream.getvalue(), config.limits.pixels)
        examination = Examination(looked_at, image.checks, 60.0, slow=image.slow, protects=registry.protects)
        found = examination.run()
    assert set(found.checks) == set(CHECKS)
    assert found.pdq is not None
    assert len(decodes) == 1
