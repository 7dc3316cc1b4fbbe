"""Pictures on the review pages: small, still, bare, for reviewers, and never protected ones."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import update
from tests.http_fixtures import Running, Start
from tests.pages.conftest import Person, Visit
from tests.pages.test_review import KNOWN, QUEUE, arrived, begun, item
from tests.pictures import photo, sha256
from tests.review.test_pictures import opened, protected

from colophon.review.previews import SIDES
from colophon.roles import SEE_REVIEW, Role
from colophon.store.case_media import By, case_media
from colophon.store.review_words import Item

PATH = f"/review/items/{1:032x}"


def of(data: bytes, n: int = 1) -> Item:
    return item(n, sha256=sha256(data), pdq=sha256(data))  # none looks like another


async def pictured(start: Start, person: Visit, *pictures: bytes, **more: Any) -> tuple[Running, Person]:
    running = await begun(start, *(of(data, n) for n, data in enumerate(pictures, 1)))
    for data in pictures:
        await running.services.pictures.keep(opened(data), By.CONTEST)
    return running, await arrived(running, person, **more)


async def got(someone: Person, path: str = f"{PATH}/picture") -> tuple[int, bytes, dict[str, str]]:
    async with someone.session.get(someone.origin + path) as answer:
        return answer.status, await answer.read(), dict(answer.headers)


def tall() -> bytes:
    """A JPEG that lies on its side, with a place and a serial number in its EXIF data."""
    image = Image.open(io.BytesIO(photo(3))).resize((1600, 1200))
    exif = image.getexif()
    exif[0x0112], exif[0xA431] = 6, "SERIAL-4711"
    image.save(stream := io.BytesIO(), "JPEG", exif=exif)
    return stream.getvalue()


def moving() -> bytes:
    red, blue = (Image.new("RGB", (90, 60), colour) for colour in ("red", "blue"))
    red.save(stream := io.BytesIO(), "GIF", save_all=True, append_images=[blue], duration=50, loop=0)
    return stream.getvalue()


async def test_a_picture_is_small_upright_and_bare(start: Start, person: Visit) -> None:
    _, ana = await pictured(start, person, data := tall())
    for side in SIDES:
        status, body, headers = await got(ana, f"{PATH}/picture?size={side}")
        assert (status, headers["Content-Type"]) == (200, "image/jpeg")
        assert b"SERIAL" in data
        assert b"SERIAL" not in body
        assert b"Exif" not in body
        with Image.open(io.BytesIO(body)) as image:
            assert image.size == (side * 3 // 4, side)
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert (await got(ana, f"{PATH}/picture?size=5000"))[0] == 400


async def test_what_moves_is_still(start: Start, person: Visit) -> None:
    _, ana = await pictured(start, person, moving())
    _, body, _ = await got(ana)
    with Image.open(io.BytesIO(body)) as image:
        assert image.format == "JPEG"
        red, _, blue = image.convert("RGB").getpixel((45, 30))  # type: ignore[misc]
        assert red > 200 > 50 > blue


@pytest.mark.parametrize("role", sorted(SEE_REVIEW))
async def test_pictures_are_for_reviewers(start: Start, person: Visit, role: Role) -> None:
    _, someone = await pictured(start, person, photo(1), role=role)
    sees = role is not Role.VIEWER
    assert (await got(someone))[0] == (200 if sees else 403)
    for path in (PATH, f"/review/{QUEUE}"):
        assert (f"{PATH}/picture" in (await someone.get(path))[1]) is sees
        assert ('id="look-form"' in (await someone.get(path))[1]) is sees
    assert ("are for reviewers" in (await someone.get(PATH))[1]) is not sees


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.VIEWER])
async def test_copies_are_ticked_by_their_pictures(start: Start, person: Visit, role: Role) -> None:
    twins = [item(n, sha256=sha256(photo(n)), pdq="a" * 64) for n in (1, 2, 3, 4)]
    running = await begun(start, *twins)
    for n in (2, 3):
        await running.services.pictures.keep(opened(photo(n)), By.AUDIT)
    await running.services.register.add([protected(photo(3), exact=False)])
    text = (await (await arrived(running, person, role=role)).get(PATH))[1]
    sees = role is Role.MODERATOR
    ticks = re.findall(r'with-\w+" value="1">(?: <span class="media"><img src="([^"]+)")?', text)
    assert ticks == ([f"{PATH[:-1]}2/picture?size=320", "", ""] if sees else [])
    assert ('id="look-form"' in text) is sees, "the switches hold for them, too"
    assert text.count("/picture?") == sees


async def test_who_is_not_logged_in_gets_none(start: Start, person: Visit) -> None:
    running, _ = await pictured(start, person, photo(1))
    assert (await got(await person(running)))[0] in {303, 401}
    headers = await running.token_of(Role.MODERATOR)
    async with running.client.get(f"{PATH}/picture", headers=headers, allow_redirects=False) as answer:
        assert answer.status != 200


async def test_the_page_says_until_when_and_shows_blur_and_grey_at_first(start: Start, person: Visit) -> None:
    _, ana = await pictured(start, person, photo(1))
    text = (await ana.get(PATH))[1]
    assert "Kept encrypted with this item, until 20" in text
    for name in ("blur", "grey"):
        assert f'name="{name}" value="1" checked' in text
        assert f"<kbd>{name[0]}</kbd></dt>" in text, "the help lists its key"
    assert '<option value="50" selected>' in text


async def test_without_a_picture_the_page_says_where_to_look(start: Start, person: Visit) -> None:
    ana = await arrived(await begun(start, item(1)), person)
    text = (await ana.get(PATH))[1]
    assert "The picture is not kept: open the post, and your own extension will match it." in text
    assert "look-form" not in text
    assert "<kbd>b</kbd>" not in text
    assert (await got(ana))[0] == 404


async def test_every_post_of_an_image_is_linked_by_its_date(start: Start, person: Visit) -> None:
    days = ("2026-03-09", "2026-06-20")
    places = [{"permalink": f"https://example.org/{day}", "posted_at": f"{day}T10:00:00Z"} for day in days]
    ana = await arrived(await begun(start, item(1, known=KNOWN | {"places": places})), person)
    text = (await ana.get(PATH))[1]
    assert re.findall(r'<a href="https://example\.org/([^"]+)"[^>]*>([^<]+)</a>', text) == [
        (day, f"of {day}") for day in days
    ]


async def test_near_copies_are_offered_where_they_can_be_known(start: Start, person: Visit) -> None:
    bare = [item(n, sha256=sha256(photo(n)), pdq=None) for n in (1, 2)]
    running = await begun(start, *bare, item(3))
    await running.services.pictures.keep(opened(photo(2)), By.AUDIT)
    ana = await arrived(running, person)
    pages = [(await ana.get(f"{PATH[:-1]}{n}"))[1] for n in (1, 2, 3)]
    assert ['name="near"' in text for text in pages] == [False, True, True]


async def test_no_pixel_of_a_protected_picture_is_shown(start: Start, person: Visit) -> None:
    running, ana = await pictured(start, person, photo(1), photo(2))
    await running.services.register.add([protected(photo(1), exact=False)])
    assert (await got(ana))[0] == 404
    assert "/picture" not in (await ana.get(PATH))[1]
    other = PATH[:-1] + "2"
    assert (await got(ana, f"{other}/picture"))[0] == 200
    await ana.get(other)
    assert (await ana.send(f"{other}/verdict", verdict="protected")).status == 303
    assert (await got(ana, f"{other}/picture"))[0] == 404
    assert "/picture" not in (await ana.get(other))[1]


async def test_a_changed_row_and_another_key_are_said(start: Start, person: Visit) -> None:
    running, ana = await pictured(start, person, photo(1))
    for values, words in (({"media_type": "image/png"}, "changed since"), ({"key": "0" * 16}, "another key")):
        async with running.services.store.engine.begin() as connection:
            await connection.execute(update(case_media).values(**values))
        assert words in (await ana.get(PATH))[1]
        status, body, _ = await got(ana)
        assert status == 409
        assert words in body.decode()


async def test_what_a_worker_cannot_open_is_refused_and_the_server_goes_on(
    start: Start, person: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("colophon.review.previews.SECONDS", 0.000001)
    _, ana = await pictured(start, person, photo(1))
    assert (await got(ana))[0] == 422
    assert (await ana.get(PATH))[0] == 200
