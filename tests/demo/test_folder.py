from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from colophon.config import Limits
from colophon.demo.folder import MAX_PICTURES, folder_posts
from colophon.errors import ConfigError


def paint(path: Path, size: tuple[int, int] = (30, 20)) -> Path:
    Image.new("RGB", size, "teal").save(path)
    return path


def test_pictures_become_posts_by_name(tmp_path: Path) -> None:
    paint(tmp_path / "b.png")
    paint(tmp_path / "a.jpg", (40, 50))
    (tmp_path / "notes.txt").write_text("not a picture")
    (tmp_path / "c.jpg").write_text("not one either")
    (tmp_path / "folder.jpg").mkdir()
    posts = folder_posts(tmp_path, Limits())
    assert [(p.handle, p.media_type, p.size) for p in posts] == [
        ("a.jpg", "image/jpeg", (40, 50)),
        ("b.png", "image/png", (30, 20)),
    ]
    assert posts[0].read() == (tmp_path / "a.jpg").read_bytes()
    assert all(p.expected is None and p.from_folder and not p.text and not p.alt for p in posts)


def test_a_turned_photo_has_its_upright_size(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 30)).save(tmp_path / "turned.jpg", exif=exif)
    assert folder_posts(tmp_path, Limits())[0].size == (30, 40)


def test_nothing_from_outside_the_folder(tmp_path: Path) -> None:
    secret = paint(tmp_path / "secret.png")
    folder = tmp_path / "shown"
    folder.mkdir()
    paint(folder / "own.png")
    (folder / "link.png").symlink_to(secret)
    (folder / "inner.png").symlink_to(folder / "own.png")
    assert {p.read() for p in folder_posts(folder, Limits())} == {(folder / "own.png").read_bytes()}


def test_bounded_in_number_and_bytes(tmp_path: Path) -> None:
    for number in range(MAX_PICTURES + 3):
        paint(tmp_path / f"{number:03}.png")
    big = tmp_path / "000-big.png"
    big.write_bytes((tmp_path / "000.png").read_bytes() + bytes(5000))
    posts = folder_posts(tmp_path, Limits(body_bytes=4000))
    assert len(posts) == MAX_PICTURES
    assert "000-big.png" not in [p.handle for p in posts]


@pytest.mark.parametrize(("name", "message"), [("absent", "no such folder"), (".", "no JPEG, PNG")])
def test_says_what_is_wrong_with_a_folder(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        folder_posts(tmp_path / name, Limits())
