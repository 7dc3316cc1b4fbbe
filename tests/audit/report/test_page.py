"""The page of an audit: the answer first, whole, by itself, of bounded size, and without a word on people."""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

import pytest
from tests.audit.made import CAPTIONS, finished
from tests.audit.rows import audit_of_rows, post, protected
from tests.report.reading import Reading, leads_within, looks_right, needs_nothing

from colophon.audit.report.outcome import kind_of
from colophon.audit.report.page.page import page
from colophon.audit.report.whole import SHOWN_APPEARANCES, SHOWN_GROUPS, whole
from colophon.audit.rows import Row, rows
from colophon.labels.lint import banned
from colophon.labels.messages import messages

HEADINGS = [
    *("Labels", "Over time", "Near-copies", "Sources disagree", "Evidence", "Accounts", "Sites"),
    *("What could not be checked", "Method", "Limits", "Versions and files"),
]


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    return page(whole(finished(tmp_path_factory.mktemp("audit"), 1200, shard=1200)))


def answer_of(text: str) -> str:
    return re.sub("<[^>]+>", "", text[text.index('<div class="answer">') : text.index("</div>")])


def test_it_is_whole_and_in_order(text: str) -> None:
    read = Reading(text)
    assert read.level("h2") == HEADINGS
    leads_within(read)


def test_it_needs_nothing_from_elsewhere_and_runs_nothing(text: str) -> None:
    needs_nothing(text)


def test_its_own_words_pass_no_sentence_on_anybody(text: str) -> None:
    read = Reading(text)
    assert banned(" ".join(read.own), messages("en").banned_terms) == []
    assert "%" in text  # shares are of a report, not of a label
    assert not re.search(
        r"\b(offender|worst|culprit|liar|guilty|most AI)\b", " ".join(read.own), re.IGNORECASE
    )


def test_words_of_posts_are_only_words(text: str) -> None:
    quoted = {" ".join(words.split()) for words in Reading(text).quoted}
    assert quoted <= {" ".join((caption or "").split()) for caption in CAPTIONS}
    assert any("<script>" in words for words in quoted)


def test_the_answer_comes_first_in_figures(text: str) -> None:
    said = answer_of(text)
    assert "Looked at: 1,200 images, all that the source holds." in said
    assert "there is no origin information" in said
    assert "could not be checked" in said
    assert "appear more than once" in said


def test_of_nothing_and_of_one(tmp_path: Path) -> None:
    nothing = page(whole(audit_of_rows(tmp_path / "0", [])))
    assert "holds no image" in answer_of(nothing)
    assert Reading(nothing).level("h2") == HEADINGS
    one = answer_of(page(whole(audit_of_rows(tmp_path / "1", [post(0, None, None, "a")]))))
    assert "Looked at: 1 image, all that the source holds. 0 (0.0 %) carry a label; for 1 (100.0 %)" in one


def test_of_protected_images_there_is_a_number(tmp_path: Path) -> None:
    found = page(whole(audit_of_rows(tmp_path / "a", [protected(0), post(1, None, None, "a"), protected(2)])))
    assert "2 images matched a list of protected images" in answer_of(found)
    assert "secret" not in found
    assert "for 1 (100.0 %)" in answer_of(found)


def test_a_sample_says_what_it_says_of_the_source(tmp_path: Path) -> None:
    rule = {"size": 8, "stratify": None, "seed": 3}
    found = page(whole(audit_of_rows(tmp_path / "a", [post(n, None, None, n) for n in range(8)], rule)))
    assert "8 images, chosen by chance of 80 in the source" in answer_of(found)
    assert "From the sample to the source" in Reading(found).level("h2")
    assert "67.6 to 100.0 %" in found
    assert "seed 3" in found


def test_every_appearance_is_dated_with_its_words(tmp_path: Path) -> None:
    old = post(0, "2016-03-02", "flood in the old town", "a", author="first", permalink="javascript:alert(1)")
    new = post(1, "2026-10-30", "<b>protest</b> tonight", "a", author="second", site="instagram")
    found = page(whole(audit_of_rows(tmp_path / "a", [new | {"n": 0}, old | {"n": 1}])))
    part = found[found.index('id="group-1"') :]
    assert "2016-03-02 to 2026-10-30 (3,894 days), 2 different captions, 2 accounts, 2 sites" in part
    assert part.index("flood in the old town") < part.index("&lt;b&gt;protest&lt;/b&gt; tonight")
    assert "same bytes" in part
    assert "javascript" not in found


def test_its_size_is_bounded_and_it_says_what_it_leaves_out(tmp_path: Path) -> None:
    """Everything at its largest: many groups of many appearances, accounts, sites, conflicts, long words."""
    long = "word " * 500
    posts = [
        post(n, "2026-01-01", f"{long}{n}", n % 60, author=f"{n}{long}", site=f"{n}{long}", conflict=True)
        for n in range(1500)
    ]
    found = page(whole(audit_of_rows(tmp_path / "a", posts)))
    assert len(found) < 400_000
    assert f"the first {SHOWN_GROUPS} of 60 groups; near_copies.csv has all" in found
    half = SHOWN_APPEARANCES // 2
    assert f"The first {half} and the last {half} of 25; near_copies.csv has all" in found
    for file in ("accounts.csv has all", "sites.csv has all", "rows.csv has all"):
        assert file in found


def test_the_same_rows_give_the_same_page(tmp_path: Path, text: str) -> None:
    assert page(whole(finished(tmp_path, 1200, shard=500))) == text


def one_of_each_kind(folder: Path) -> Path:
    """As few rows as have everything that the page can show: axe takes long over long tables."""
    kinds = {kind_of(row): row for row in rows(finished(folder / "many", 400))}
    few = [cast(Row, {**row, "n": n}) for n, row in enumerate(kinds.values())]
    copies = [post(len(few) + n, day, day, "a") for n, day in enumerate(("2016-03-02", "2026-10-30"))]
    return audit_of_rows(folder / "few", [*few, *copies], {"size": len(few), "seed": 1})


async def test_in_a_browser(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(page(whole(one_of_each_kind(tmp_path))), encoding="utf-8")
    await looks_right(file)
