"""A researcher's folder: everything that is wrong in it is said at once, by line, with a way out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.pictures import picture
from tests.study.feed.folders import HOSTED, feed_csv, row, write
from tests.study.studies import study

from colophon.errors import InputError
from colophon.study.feed import folder as folders
from colophon.study.feed.fits import contradicts, misfits, notes
from colophon.study.feed.folder import read_folder
from colophon.study.feed.lines import MAX_POSTS, read_posts
from colophon.study.spec.problems import StudyFileError


def test_a_folder_without_faults_is_read_in_its_order(tmp_path: Path) -> None:
    rows = [
        row(1, caption="Two lines,\nand a comma"),
        row(2, position=1),
        row(3, truth="", label="ai_generated.signed"),
    ]
    found = read_folder(write(tmp_path, rows, side=48))
    assert [one.post.item for one in found.posts] == ["item_1", "item_2", "item_3"]
    assert [one.post.line for one in found.posts] == [2, 4, 5]
    assert (found.posts[0].post.caption, found.posts[0].width, found.posts[0].height) == (
        rows[0]["caption"],
        48,
        48,
    )
    assert [one.post.position for one in found.posts] == [None, 1, None]
    assert (found.posts[2].post.truth, found.posts[2].post.label) == (None, "ai_generated.signed")


def test_its_digest_changes_with_words_and_pixels_and_not_with_the_form_of_the_file(tmp_path: Path) -> None:
    rows = [row(1), row(2)]
    first = read_folder(write(tmp_path, rows)).sha256
    path = tmp_path / "feed.csv"
    path.write_text("\ufeff" + path.read_text(), encoding="utf-8")
    assert read_folder(tmp_path).sha256 == first
    write(tmp_path, [row(1, alt="Another"), row(2)])
    second = read_folder(tmp_path).sha256
    write(tmp_path, rows)
    (tmp_path / "2.jpg").write_bytes(picture(9))
    assert len({first, second, read_folder(tmp_path).sha256}) == 3


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"item": ""}, "feed.csv:3: item\n    item is needed and absent"),
        ({"item": "Dog 1"}, 'feed.csv:3: item = "Dog 1"\n    a name has 1 to 40 small letters'),
        ({"alt": ""}, "say what is to be seen, for who cannot see it"),
        ({"picture": "../1.jpg"}, 'picture = "../1.jpg"\n    a picture lies in the folder itself'),
        ({"picture": "no.jpg"}, 'picture = "no.jpg"\n    it cannot be read: No such file'),
        ({"picture": "feed.csv"}, "the first bytes are not those of a JPEG"),
        ({"truth": "AI!"}, "such as ai or not_ai"),
        ({"author": "x" * 81}, "author has at most 80 characters; this has 81"),
        ({"position": "0"}, "a fixed place is a whole number from 1"),
        ({"position": "3"}, "there are 2 posts, so that is behind the last"),
        ({"item": "item_1"}, "line 2 has the same item"),
        ({"picture": "1.jpg"}, "byte for byte the picture of line 2"),
    ],
)
def test_what_is_wrong_in_a_line(tmp_path: Path, other: dict[str, Any], said: str) -> None:
    write(tmp_path, [row(1), row(2, **other)])
    with pytest.raises(StudyFileError, match=r"feed\.csv:3") as error:
        read_folder(tmp_path)
    assert said in str(error.value)


def test_all_of_it_is_said_at_once(tmp_path: Path) -> None:
    write(tmp_path, [row(1, alt=""), row(2, truth="A"), row(3, picture="x.jpg")])
    with pytest.raises(StudyFileError) as error:
        read_folder(tmp_path)
    assert [one.line for one in error.value.problems] == [2, 3, 4]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b"item,picture\n", "lacks author, caption, alt"),
        (feed_csv([]).replace("truth", "Truth").encode(), 'here is "Truth"'),
        (feed_csv([]).encode(), f"a feed has 1 to {MAX_POSTS} posts; this has 0"),
        (feed_csv([row(n) for n in range(MAX_POSTS + 1)]).encode(), f"this has {MAX_POSTS + 1}"),
        (feed_csv([row(1)]).encode() + b'"a', "this is no CSV"),
        (feed_csv([]).encode() + b"a,b,c,d,e,f,g,h,i,j\n", "more values than there are columns"),
        (b"x" * 2_000_001, "more than 2,000,000 bytes"),
    ],
)
def test_what_is_wrong_with_the_file(content: bytes, said: str) -> None:
    _, problems = read_posts(content)
    assert said in "\n".join(problem.said("feed.csv") for problem in problems)


def test_pictures_have_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, [row(1), row(2)])
    Image.new("RGB", (8, 8)).save(tmp_path / "2.jpg", "TIFF")
    with pytest.raises(StudyFileError, match="not every browser shows image/tiff"):
        read_folder(tmp_path)
    write(tmp_path, [row(1)])
    monkeypatch.setattr(folders, "MAX_ALL", 10)
    with pytest.raises(StudyFileError, match=r"all pictures have .* bytes; 10 is the limit"):
        read_folder(tmp_path)
    monkeypatch.setattr(folders, "MAX_PICTURE", 10)
    with pytest.raises(StudyFileError, match=r"it has .* bytes; 10 is the limit"):
        read_folder(tmp_path)
    with pytest.raises(InputError, match=r"a feed's folder holds feed\.csv"):
        read_folder(tmp_path / "nowhere")


def test_labels_that_say_what_is_not_so_need_an_approval_and_a_debrief(tmp_path: Path) -> None:
    rows = [
        row(1, label="captured.signed"),
        row(2, label="ai_generated.signed"),
        row(3, label="ai_edited.creator"),
    ]
    found = read_folder(write(tmp_path, rows))
    assert [contradicts(one.post) for one in found.posts] == [True, True, False]
    problems = misfits(study(**HOSTED), found)
    assert [(one.line, "ethics" in one.limit) for one in problems] == [
        (2, True),
        (2, False),
        (3, True),
        (3, False),
    ]
    told = study(**HOSTED, ethics="2027-1", debrief={"en": "Two labels were altered."})
    assert misfits(told, found) == []
    assert "2 labels say what is not so (item_1, item_2)" in "\n".join(
        notes(told, (one.post for one in found.posts))
    )


def test_a_feed_is_held_against_its_study(tmp_path: Path) -> None:
    found = read_folder(write(tmp_path, [row(1, label="ai_generated.nobody"), row(2)]))
    said = "\n".join(one.said("feed.csv") for one in misfits(study(hosted={"feed": "0" * 64}), found))
    assert "runs in participants' own feeds" in said
    assert "frozen for the feed 000000000000..." in said
    assert "there is no such label; there are: captured.signed" in said
    assert (
        misfits(
            study(**HOSTED, hosted={"feed": found.sha256}), read_folder(write(tmp_path, [row(1), row(2)]))
        )
        != []
    )


def test_a_truth_that_is_missing_is_said(tmp_path: Path) -> None:
    test = {
        "name": "telling",
        "outcome": "share_discernment",
        "factor": "detail",
        "contrast": ["plain", "source"],
    }
    made = study(**HOSTED, analysis={"tests": [test]})
    found = [one.post for one in read_folder(write(tmp_path, [row(1), row(2, truth="")])).posts]
    assert list(notes(made, found)) == [
        "1 of 2 posts do not say how the picture was made (truth); telling cannot count them"
    ]
    found = [one.post for one in read_folder(write(tmp_path, [row(1), row(3, picture="2.jpg")])).posts]
    assert list(notes(made, found)) == ["telling compare truth ai with not_ai, and one of the two is absent"]
