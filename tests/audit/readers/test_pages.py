"""What pages say of the pictures they show."""

from __future__ import annotations

from colophon.audit.readers.pages import Pages, decoded
from colophon.evidence import Occurrence

SITE = "https://a.example"


def shown(page: str, picture: str = f"{SITE}/p.jpg") -> Occurrence:
    pages = Pages()
    pages.add(f"{SITE}/post?n=1#top", page)
    return pages.of(picture)


def test_the_words_of_a_figure_are_those_of_its_pictures() -> None:
    page = """<title>All</title><img src=logo.png>
      <figure><IMG alt='a &gt; b &amp; c' data-src="/p.jpg"><figcaption>By <b>Ann</b>,\n 2026</figcaption>
      </figure>
      <figure><figcaption>Other</figcaption><img src="/q.jpg"></figure><img src="r.jpg" alt="x > y">"""
    permalink = f"{SITE}/post?n=1"
    assert shown(page) == Occurrence("By Ann, 2026", "a > b & c", None, "a.example", permalink)
    assert shown(page, f"{SITE}/q.jpg").caption == "Other"
    assert shown(page, f"{SITE}/r.jpg") == Occurrence(None, "x > y", None, "a.example", permalink)
    assert shown(page, f"{SITE}/logo.png#x").permalink == permalink
    assert shown(page, f"{SITE}/s.jpg") == Occurrence()


def test_the_title_is_a_caption_where_there_is_one_picture() -> None:
    assert shown("<title> A  lake </title><img src=/p.jpg>").caption == "A lake"
    assert shown("<title>A lake</title><img src=/p.jpg><img src=/q.jpg>").caption is None


def test_every_size_of_a_picture_is_known() -> None:
    page = '<img srcset="p-1.jpg 1x, https://cdn.example/p-2.jpg?a=1&amp;b=2 2x" alt=one>'
    assert (
        shown(page, f"{SITE}/p-1.jpg").alt == shown(page, "https://cdn.example/p-2.jpg?a=1&b=2").alt == "one"
    )


def test_addresses_that_are_none_are_passed_over() -> None:
    assert shown('<img src="http://[" alt=x><img src="data:image/png;base64,xx">', "http://[") == Occurrence()
    pages = Pages()
    pages.add("http://[", "<img src=/p.jpg alt=x>")
    pages.add("javascript:x", "<img src=/p.jpg alt=x>")
    assert pages.of("/p.jpg") == Occurrence()


def test_what_was_read_first_is_forgotten_first() -> None:
    pages = Pages(most=10_000)
    for number in range(300):
        pages.add(
            f"{SITE}/{number}", f"<img src=/p{number}.jpg alt=n{number}><img src=/all.jpg alt=n{number}>"
        )
    assert pages.of(f"{SITE}/p0.jpg") == Occurrence()
    assert pages.of(f"{SITE}/p299.jpg").alt == pages.of(f"{SITE}/all.jpg").alt == "n299"


def test_the_encoding_that_a_server_names() -> None:
    assert decoded("für".encode("latin-1"), "text/html; charset=ISO-8859-1") == "für"
    assert decoded("für".encode(), "text/html") == decoded("für".encode(), "text/html; charset=zlib") == "für"
