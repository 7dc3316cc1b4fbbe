"""When somebody is through with a feed."""

from __future__ import annotations

from tests.study.studies import study

from colophon.study.feed.through import Heard, what_is_left

WORDS = {"en": "?"}
QUESTIONS = [{"name": name, "type": "text", "text": WORDS, "max_chars": 9} for name in ("one", "two")]
MADE = study(
    feed="hosted",
    surveys=[
        {"name": when, "when": when, "title": WORDS, "questions": QUESTIONS} for when in ("before", "after")
    ],
)
SHOWN = [Heard("eligible", item, {}) for item in ("a", "b")]


def answered(question: str, survey: str = "after") -> Heard:
    return Heard("survey_answered", None, {"survey": survey, "question": question})


def test_every_post_and_then_every_question() -> None:
    assert what_is_left(MADE, ["a", "b"], []) == "2 of 2 posts were not on the page yet"
    assert what_is_left(MADE, ["a", "b"], [SHOWN[0], SHOWN[0]]) == "1 of 2 posts were not on the page yet"
    for more in ([], [answered("one")], [answered("two", "before")]):
        left = what_is_left(MADE, ["a", "b"], [*SHOWN, *more])
        assert left == "the questions after the feed are open: after"
    assert what_is_left(MADE, ["a", "b"], [*SHOWN, answered("one"), answered("two")]) is None
    assert (
        what_is_left(MADE, ["a", "b"], [*SHOWN, Heard("survey_dismissed", None, {"survey": "after"})]) is None
    )


def test_who_cannot_tell_the_rest_any_more_is_let_through() -> None:
    assert what_is_left(MADE, ["a"], [Heard("error", None, {"fault": "server"})]) is None
    assert what_is_left(MADE, ["a"], [Heard("error", None, {"fault": "paint"})]) is not None
