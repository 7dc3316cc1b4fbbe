"""A table beside pictures: captions, dates and the rest of what a post says."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.audit.readers.archives import MAKERS, folder
from tests.audit.readers.reading import items_of, skipped_of, source_of
from tests.pictures import picture

from colophon.audit.timeline import Item
from colophon.errors import InputError
from colophon.evidence import Occurrence

JPEG = picture(1)
HEAD = "path,caption,alt,author,posted_at,permalink,platform_label,site,reshare,notes\r\n"
ROW = (
    'p/a.jpg,"Two lines,\nand a comma","A lake",ann,2026-03-01T12:00:00+02:00,https://a.example/1,AI info,'
    "b.example,yes,mine\r\n"
)


def table(path: Path, text: str, name: str = "posts.csv") -> Path:
    files = {"p/a.jpg": JPEG, "p/b.jpg": JPEG, "note.txt": b"words"}
    return folder(path / "source", {name: text.encode(), **files})


@pytest.mark.parametrize("kind", MAKERS)
def test_every_column_reaches_the_appearance(kind: str, tmp_path: Path) -> None:
    files = {"posts.csv": ("\ufeff" + HEAD + ROW).encode(), "p/a.jpg": JPEG, "p/b.jpg": JPEG, "t.txt": b"x"}
    source = source_of(MAKERS[kind](tmp_path, files))
    assert source.name == "csv"
    occurrence = Occurrence(
        caption="Two lines,\nand a comma",
        alt="A lake",
        platform_label="AI info",
        site="b.example",
        permalink="https://a.example/1",
        author="ann",
        reshare=True,
    )
    posted_at = datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert items_of(source) == [Item("posts.csv:3", "p/a.jpg", occurrence, posted_at)]
    assert source.read("p/a.jpg", 1_000_000) == JPEG
    assert skipped_of(source) == [("unknown", "p/b.jpg")]  # a picture that no line names


def test_empty_cells_are_absent_and_the_site_is_that_of_the_permalink(tmp_path: Path) -> None:
    text = 'PATH;"posted_at";permalink;reshare\np/a.jpg;2026-03-01;https://a.example/1;\np/b.jpg;;;no\n;;;\n'
    first, second = items_of(source_of(table(tmp_path, text)))
    assert first.posted_at == datetime(2026, 3, 1, tzinfo=UTC)
    assert first.occurrence == Occurrence(site="a.example", permalink="https://a.example/1")
    assert (second.posted_at, second.occurrence) == (None, Occurrence())


def test_a_table_within_a_folder_names_pictures_beside_it(tmp_path: Path) -> None:
    source = source_of(table(tmp_path, "path\tcaption\na.jpg\thello\n./b.jpg\n", "p/list.tsv"))
    assert [(item.locator, item.occurrence.caption) for item in items_of(source)] == [
        ("p/a.jpg", "hello"),
        ("p/b.jpg", None),
    ]


def test_what_cannot_be_read_is_counted(tmp_path: Path) -> None:
    rows = ["../../etc/passwd,", "/etc/passwd,", "p/absent.jpg,", ",https://a.example/x.jpg", "note.txt,"]
    source = source_of(table(tmp_path, "path,url\n" + "\n".join(rows)))
    assert skipped_of(source)[:5] == [
        ("outside", "posts.csv:2"),
        ("outside", "posts.csv:3"),
        ("no_bytes", "posts.csv:4"),
        ("elsewhere", "posts.csv:5"),
        ("no_image", "posts.csv:6"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("path,posted_at\np/a.jpg,\np/a.jpg,yesterday\n", "posts.csv, line 3, column posted_at: is no date"),
        ("path,permalink\np/a.jpg,javascript:x\n", "posts.csv, line 2, column permalink: is no address"),
        ("path,reshare\np/a.jpg,perhaps\n", "posts.csv, line 2, column reshare: is neither yes nor no"),
        ("path,caption\np/a.jpg,one, two\n", "posts.csv, line 2: 3 cells for 2 columns: put a text"),
        ("path,caption,path\n", "posts.csv, line 1: the column path occurs twice"),
        ('path,caption\np/a.jpg,"open\n', "posts.csv, line 2: unexpected end of data"),
        ("path,caption\np/a.jpg," + "x" * 300_000, "posts.csv, line 2: more than 262,144 bytes"),
    ],
)
def test_an_error_names_line_and_column(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"^{message}"):
        items_of(source_of(table(tmp_path, text)))


def test_other_encodings_are_refused_with_a_way_out(tmp_path: Path) -> None:
    path = table(tmp_path, "path,caption\n")
    (path / "posts.csv").write_bytes("path,caption\np/a.jpg,für\n".encode("latin-1"))
    with pytest.raises(InputError, match=r"^posts\.csv, line 2: not UTF-8: save the table as CSV UTF-8"):
        items_of(source_of(path))


def test_a_table_alone_says_what_to_name_instead(tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text("path\np/a.jpg\n")
    with pytest.raises(InputError, match=r"posts\.csv, line 2, column path: .*name the folder"):
        items_of(source_of(tmp_path / "posts.csv"))
